import { existing, int32s, references, table, text, writeInFront } from './prefix-writer.js';
import { TableReader } from './table-reader.js';

/** Name of the output that the added operation writes, by which its row of the profile is known. */
export const addedOutputName = 'no-default-delegate/out';

// Numbers of TFLite's schema: slots of Model and SubGraph, builtin operator WHERE, its options in the union, tensor types.
const model = { operatorCodes: 1, subgraphs: 2, buffers: 4 } as const;
const subgraph = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;
const where = { builtinCode: 109, optionsType: 85 } as const;
const tensorType = { bool: 6, int64: 4 } as const;
const schemaVersion = 3;

/**
 * A model that computes the same and that the runtime executes in its built-in kernels: it applies its default delegate to
 * no graph with a tensor of unknown size, and an added WHERE on one boolean has an output of unknown size. The runtime has no
 * switch for this.
 *
 * @throws RangeError when `bytes` is no FlatBuffer.
 */
export function withoutDefaultDelegate(bytes: Uint8Array): Uint8Array {
  const file = new TableReader(bytes);
  const codes = file.references(file.reference(file.root, model.operatorCodes));
  const [graph, ...otherGraphs] = file.references(file.reference(file.root, model.subgraphs));
  if (graph === undefined) throw new RangeError('the model has no graph');
  const tensors = file.references(file.reference(graph, subgraph.tensors));
  const operators = file.references(file.reference(graph, subgraph.operators));
  const name = file.reference(graph, subgraph.name);
  const condition = tensors.length;
  const found = tensors.length + 1;

  const code = table(where.builtinCode, undefined, 1, where.builtinCode);
  const operator = table(codes.length, int32s([condition]), int32s([found]), where.optionsType, table());
  const conditionTensor = table(int32s([1]), tensorType.bool, 0, text('no-default-delegate/in'));
  const foundTensor = table(int32s([0, 1]), tensorType.int64, 0, text(addedOutputName));
  const newGraph = table(
    references([...tensors.map(existing), conditionTensor, foundTensor]),
    int32s([...file.int32s(file.reference(graph, subgraph.inputs)), condition]),
    int32s([...file.int32s(file.reference(graph, subgraph.outputs)), found]),
    references([...operators.map(existing), operator]),
    name === undefined ? undefined : existing(name),
  );
  const buffers = file.references(file.reference(file.root, model.buffers));
  const root = table(
    schemaVersion,
    references([...codes.map(existing), code]),
    references([newGraph, ...otherGraphs.map(existing)]),
    undefined,
    references(buffers.map(existing)),
  );
  return writeInFront(bytes, root, 'TFL3');
}
