import {
  doubleType,
  machineLearningDomain,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
} from './messages.js';

/** Name of a value in the graph: a matrix of float64 with a row for each kernel asked about. */
export type Value = string;

/** Collects the nodes of an ONNX graph. Every method adds one operation and returns the value it gives. */
export class OnnxGraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: Record<string, OnnxTensor> = {};

  /** One number, for every row and column. */
  scalar(value: number): Value {
    return this.constant({ type: 'float64', shape: [1, 1], values: [value] });
  }

  /** A column of numbers, as [values, 1]. */
  column(values: readonly number[]): Value {
    return this.constant({ type: 'float64', shape: [values.length, 1], values });
  }

  /** An operation of the standard set on values. */
  apply(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): Value {
    return this.add({ operator, inputs, attributes });
  }

  /** Some columns of a matrix, in the given order. */
  columnsOf(matrix: Value, columns: readonly number[]): Value {
    const indices = this.constant({ type: 'int64', shape: [columns.length], values: columns });
    return this.apply('Gather', [matrix, indices], { axis: 1 });
  }

  /** An operation of ai.onnx.ml. These give float32, which is turned into float64. */
  applyMachineLearning(
    operator: string,
    input: Value,
    attributes: Readonly<Record<string, OnnxAttribute>>,
  ): Value {
    const single = this.add({ operator, domain: machineLearningDomain, inputs: [input], attributes });
    return this.apply('Cast', [single], { to: doubleType });
  }

  /** Gives a value the name by which the model is asked for it. */
  name(value: Value, name: string): void {
    this.nodes.push({ operator: 'Identity', inputs: [value], outputs: [name] });
  }

  private add(node: Omit<OnnxNode, 'outputs'>): Value {
    const output = `value${this.nodes.length}`;
    this.nodes.push({ ...node, outputs: [output] });
    return output;
  }

  private constant(tensor: OnnxTensor): Value {
    const name = `constant${Object.keys(this.constants).length}`;
    this.constants[name] = tensor;
    return name;
  }
}
