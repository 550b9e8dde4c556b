import type { Operation } from '../../../model/graph.js';
import { elementCount } from '../../../model/shape.js';
import type { TfliteView } from '../model/tflite-view.js';

/** Whether ADD and MUL can broadcast their operands to one another (`CheckAddMulBroadcastCompatibility`). */
export function broadcastIsSupported(view: TfliteView, inputs: readonly number[]): boolean {
  const a = view.shape(inputs[0] as number);
  const b = view.shape(inputs[1] as number);
  if (a.length <= 1 || b.length <= 1 || a.length === b.length) return true;
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  if (longer.length !== 4) return false;
  if (shorter.length === 3) return longer[0] === 1;
  if (longer[0] === 1 && shorter[0] === 1 && shorter[1] === 1) return true;
  return longer[0] === shorter[0] && longer[3] === shorter[1];
}

/** Whether SELECT's two alternatives have the output's shape or are one number (`CheckSelectV2GpuDelegateCompatibility`). */
export function isSelectable(view: TfliteView, { outputs }: Operation, inputs: readonly number[]): boolean {
  if (inputs.length !== 3 || outputs.length !== 1) return false;
  const [condition, ...alternatives] = inputs as [number, number, number];
  if (!['bool', 'float16', 'float32'].includes(view.type(condition))) return false;
  const output = view.shape(outputs[0] as number);
  return alternatives.every((tensor) => {
    const shape = view.shape(tensor);
    const whole = shape.length === output.length && shape.every((size, axis) => size === output[axis]);
    const single = shape.length === 0 || (shape.length === 1 && shape[0] === 1);
    return (whole || single) && !(view.isConstant(tensor) && shape.length === 2);
  });
}

/** Whether ONE_HOT spreads over the last dimension alone, with numbers that the file stores (`CheckOneHotGpuDelegateCompatibility`). */
export function oneHotIsSupported(
  view: TfliteView,
  _operation: Operation,
  inputs: readonly number[],
): boolean {
  const [indices, , on, off] = inputs;
  if (indices === undefined || on === undefined || off === undefined) return false;
  if (view.type(indices) !== 'int32') return false;
  const shape = view.shape(indices);
  const single = shape.every(
    (size, axis) => size === 1 || axis === shape.length - 1 || (shape.length > 3 && axis === 0),
  );
  return (
    single &&
    [on, off].every(
      (tensor) =>
        view.type(tensor) === 'float32' &&
        view.isConstant(tensor) &&
        view.shape(tensor).length <= 1 &&
        elementCount(view.shape(tensor)) <= 1,
    )
  );
}
