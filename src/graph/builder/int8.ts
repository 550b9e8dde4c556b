import type { ElementType, Quantization } from '../model/tensor.js';
import { activationIndex, inputAt } from '../operators/definition/inputs.js';
import type { OperatorDefinition } from '../operators/definition/operator.js';
import {
  activationQuantization,
  biasQuantization,
  sameQuantization,
  weightQuantization,
} from './quantization.js';
import type { TensorDraft } from './tensor-draft.js';

type Drafts = readonly (TensorDraft | null)[];

/**
 * Brings activations of different scales to a common one where the kernel copies or compares stored values (its operator's
 * outputs keep the scale of the input), as a converter does.
 */
export function requantized(
  definition: OperatorDefinition,
  inputs: Drafts,
  requantize: (draft: TensorDraft) => TensorDraft,
): Drafts {
  if (definition.outputQuantization !== 'input') return inputs;
  const activations = inputs.filter((draft, i) => draft && inputAt(definition, i)?.role === 'activation');
  const [first] = activations;
  if (activations.every((draft) => sameQuantization(draft?.quantization, first?.quantization))) return inputs;
  return inputs.map((draft, index) => {
    if (draft === null || inputAt(definition, index)?.role !== 'activation') return draft;
    return sameQuantization(draft.quantization, activationQuantization(draft.type))
      ? draft
      : requantize(draft);
  });
}

/** Gives the int8 weights and int32 biases that an operation is the first to read the scales it wants them to have. */
export function quantizeConstants(definition: OperatorDefinition, inputs: Drafts): void {
  const input = inputs[activationIndex(definition)]?.quantization;
  let weights: Quantization | undefined;
  for (const [index, draft] of inputs.entries()) {
    const wanted = inputAt(definition, index);
    if (draft === null || wanted === undefined) continue;
    if (wanted.role === 'weights' && isQuantized(draft.type)) {
      draft.quantization ??= weightQuantization(draft.shape, wanted.channelDimension);
      weights = draft.quantization;
    }
    if (wanted.role === 'bias' && draft.type === 'int32' && input && weights) {
      draft.quantization ??= biasQuantization(input, weights, draft.shape[0] ?? 1);
    }
  }
}

/** How an operation's outputs are quantized, by their type. */
export function outputQuantization(
  definition: OperatorDefinition,
  inputs: Drafts,
): (type: ElementType) => Quantization | undefined {
  const rule = definition.outputQuantization;
  return (type) => {
    if (rule === 'input' && isQuantized(type)) return inputs[activationIndex(definition)]?.quantization;
    if (typeof rule === 'object' && type === 'int8') {
      return { scales: [rule.scale], zeroPoints: [rule.zeroPoint], dimension: 0 };
    }
    return activationQuantization(type);
  };
}

function isQuantized(type: ElementType): boolean {
  return type === 'int8' || type === 'uint8' || type === 'int16';
}
