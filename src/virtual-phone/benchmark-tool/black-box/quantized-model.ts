import { TableReader } from '../runtime/table-reader.js';

// Numbers of TFLite's schema: slots of Model, SubGraph and Tensor, and tensor types of a byte.
const subgraphs = 2;
const subgraphInputs = 1;
const tensors = 0;
const tensorType = 1;
const byteTypes: readonly number[] = [3, 9];

/** Whether a model's first input is of quantized numbers. False for what is no model, which the runtime refuses. */
export function isQuantizedModel(model: Uint8Array): boolean {
  try {
    const file = new TableReader(model);
    const [graph = 0] = file.references(file.reference(file.root, subgraphs));
    const [input = -1] = file.int32s(file.reference(graph, subgraphInputs));
    const tensor = file.references(file.reference(graph, tensors))[input];
    return tensor !== undefined && byteTypes.includes(file.byte(tensor, tensorType) ?? 0);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
