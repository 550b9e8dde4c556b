import type { Graph, Operation } from '../../../model/graph.js';
import { runtimeShape } from '../../../model/shape.js';
import type { ElementType, Shape, Tensor } from '../../../model/tensor.js';

/**
 * A network as the delegate finds it in the runtime: sizes that are known only at run time are those of the file, and a
 * constant of float16 that a DEQUANTIZE unpacks is read as it is stored (`FP16GraphPartitionHelper`).
 */
export class TfliteView {
  /** Tensor by the DEQUANTIZE's output that stands for it; `undefined` in networks without such constants. */
  readonly #storedAs: ReadonlyMap<number, number> | undefined;
  readonly #shapes: (Shape | undefined)[] = [];

  constructor(readonly graph: Graph) {
    this.#storedAs = float16Constants(graph);
  }

  tensor(index: number): Tensor {
    return this.graph.tensors[index] as Tensor;
  }

  shape(index: number): Shape {
    return (this.#shapes[index] ??= runtimeShape(this.tensor(index)));
  }

  type(index: number): ElementType {
    return this.tensor(index).type;
  }

  /** Whether the file stores the tensor's contents. */
  isConstant(index: number): boolean {
    return this.tensor(index).data !== undefined;
  }

  /** Whether a tensor is read at run time: neither left out nor constant. */
  isRuntime(index: number): boolean {
    return index >= 0 && this.tensor(index).data === undefined;
  }

  /** The tensors that an operation reads, stored constants in the place of those unpacked from float16. */
  inputsOf(operation: Operation): readonly number[] {
    const storedAs = this.#storedAs;
    if (storedAs === undefined) return operation.inputs;
    return operation.inputs.map((index) => storedAs.get(index) ?? index);
  }

  /** Whether an operation does nothing but unpack a constant of float16. */
  unpacksFloat16(operation: Operation): boolean {
    return this.#storedAs !== undefined && isFloat16Unpacking(this.graph, operation);
  }
}

function float16Constants(graph: Graph): ReadonlyMap<number, number> | undefined {
  let storedAs: Map<number, number> | undefined;
  for (const operation of graph.operations) {
    if (!isFloat16Unpacking(graph, operation)) continue;
    storedAs ??= new Map<number, number>();
    storedAs.set(operation.outputs[0] as number, operation.inputs[0] as number);
  }
  return storedAs;
}

function isFloat16Unpacking(graph: Graph, { operator, inputs }: Operation): boolean {
  if (operator !== 'DEQUANTIZE') return false;
  const source = graph.tensors[inputs[0] ?? -1];
  return source?.type === 'float16' && source.data !== undefined;
}
