import type { Graph } from '../model/graph.js';
import type { ElementType, Tensor } from '../model/tensor.js';

/**
 * Types of inputs that benchmark tools of every version fill: `PrepareInputData` of tools/benchmark/benchmark_tflite_model.cc in
 * TF 2.4, `CreateRandomTensorData` of tools/utils.cc later. Any other ends the tool ("Don't know how to populate tensor"), and
 * so does float16 unless the tool was built for it ("Populating the tensor … of type FLOAT16 is disabled"): the stock ones are not.
 */
const filledTypes: readonly ElementType[] = [
  'float32',
  'int64',
  'int32',
  'int16',
  'uint8',
  'int8',
  'string',
  'bool',
];

/** Whether the benchmark tool makes values for an input of this type. */
export function isFilledByTools(type: ElementType): boolean {
  return filledTypes.includes(type);
}

/** The inputs of a graph for which the benchmark tool ends, for it can make no values for them. */
export function unfilledInputs(graph: Graph): readonly Tensor[] {
  return graph.inputs.flatMap((index) => {
    const tensor = graph.tensors[index];
    return tensor === undefined || isFilledByTools(tensor.type) ? [] : [tensor];
  });
}
