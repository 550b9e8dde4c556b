import type { Operation } from '../../../model/graph.js';
import type { ElementType } from '../../../model/tensor.js';
import type { TfliteView } from '../model/tflite-view.js';

/** Types of run-time tensors that an operator may read and write on the GPU, beside floating point and 8-bit integers. */
export interface OperatorTypes {
  readonly read: readonly ElementType[];
  readonly written: readonly ElementType[];
}

/** The types of operators that have further ones. */
export const furtherTypes: Readonly<Record<string, OperatorTypes>> = {
  CAST: { read: ['bool', 'int32'], written: ['int32', 'bool'] },
  ONE_HOT: { read: ['int32'], written: [] },
  SELECT: { read: ['bool'], written: [] },
  SELECT_V2: { read: ['bool'], written: [] },
  LOGICAL_AND: { read: ['bool'], written: ['bool'] },
  GATHER: { read: ['int32'], written: [] },
  ...Object.fromEntries(
    ['GREATER', 'GREATER_EQUAL', 'LESS', 'LESS_EQUAL', 'EQUAL', 'NOT_EQUAL'].map((operator) => [
      operator,
      { read: [], written: ['bool'] as const },
    ]),
  ),
};

/** Whether all tensors of an operation have at most four dimensions, and those of run time a type that GPUs have (`IsAllAllowedTensors`). */
export function tensorsAreAllowed(
  view: TfliteView,
  { outputs }: Operation,
  inputs: readonly number[],
  further: OperatorTypes | undefined,
): boolean {
  return areAllowed(view, inputs, further?.read) && areAllowed(view, outputs, further?.written);
}

function areAllowed(
  view: TfliteView,
  tensors: readonly number[],
  further: readonly ElementType[] | undefined,
): boolean {
  for (const index of tensors) {
    if (index < 0) continue;
    const { shape, type, data } = view.tensor(index);
    if (shape.length >= 5) return false;
    if (data !== undefined || type === 'float32' || type === 'int8') continue;
    if (type !== 'float16' && type !== 'uint8' && further?.includes(type) !== true) return false;
  }
  return true;
}
