import { GraphError } from '../errors.js';
import type { Operand } from '../model/configuration.js';
import type { Attributes, Graph, Operation } from '../model/graph.js';
import type { Precision } from '../model/precision.js';
import type { ElementType, Quantization, Shape } from '../model/tensor.js';
import { completeAttributes } from '../operators/definition/attributes.js';
import { checkInputs } from '../operators/definition/inputs.js';
import { operatorNamed } from '../operators/registry.js';
import { outputQuantization, quantizeConstants, requantized } from './int8.js';
import { activationQuantization } from './quantization.js';
import type { TensorDraft, Value } from './tensor-draft.js';

/**
 * Puts tensors and operations together into a {@link Graph}. Shapes follow from the operators' rules; weights are zeros.
 * Impossible operations are refused at the call that makes them, with {@link GraphError}.
 */
export class Assembler {
  readonly #drafts: TensorDraft[] = [];
  readonly #indices = new Map<Value, number>();
  readonly #operations: Operation[] = [];
  readonly #inputs: number[] = [];

  constructor(
    readonly name: string,
    readonly precision: Precision = 'float32',
  ) {}

  /** Type of activations in this precision. */
  get activationType(): ElementType {
    return this.precision === 'int8' ? 'int8' : 'float32';
  }

  /** Type in which weights are stored in this precision. */
  get weightType(): ElementType {
    return this.precision === 'hybrid' ? 'int8' : this.precision;
  }

  /** The same for operators that have no kernels for int8 weights under float32 values. */
  get plainWeightType(): ElementType {
    return this.precision === 'hybrid' ? 'float32' : this.precision;
  }

  /** An input of the network. */
  input(shape: Shape, type: ElementType = this.activationType): Value {
    const name = `input_${this.#inputs.length}`;
    const value = this.#draft({ name, shape, type, quantization: activationQuantization(type) });
    this.#inputs.push(this.#drafts.length - 1);
    return value;
  }

  /** Whether the network has an input so far. */
  get hasInputs(): boolean {
    return this.#inputs.length > 0;
  }

  /** A value that the runtime keeps from one run to the next, zeros at first: no input, and no constant either. */
  variable(shape: Shape, type: ElementType): Value {
    return this.#draft({
      name: `variable_${this.#drafts.length}`,
      shape,
      type,
      variable: true,
      quantization: activationQuantization(type),
    });
  }

  /** Weights of zeros, quantized as the operation that reads them wants. Type `float16` is stored so and dequantized. */
  weights(shape: Shape, type: ElementType = this.weightType): Value {
    if (type !== 'float16') return this.#draft({ name: '', shape, type, data: 'zeros' });
    const stored = this.#draft({ name: '', shape, type, data: 'zeros' });
    return (
      this.#append('DEQUANTIZE', {}, [stored], [{ shape, type: 'float32', constant: true }])[0] ?? stored
    );
  }

  /** A bias of zeros: int32 in an int8 network, else float32. XNNPACK has refused float16 ones (TF 2.19-dev, "failed to delegate"). */
  bias(shape: Shape, type: ElementType = this.precision === 'int8' ? 'int32' : 'float32'): Value {
    return this.weights(shape, type);
  }

  /** A constant of zeros where an operator takes an activation: the scale of a batch norm, the addend of a shift. */
  constant(shape: Shape, type: ElementType = this.plainWeightType): Value {
    if (type === 'float16') return this.weights(shape, type);
    return this.#draft({ name: '', shape, type, data: 'zeros', quantization: activationQuantization(type) });
  }

  /** An int32 constant that decides a shape: axes, paddings, sizes. */
  integers(shape: Shape, values: readonly number[]): Value {
    const data = new Uint8Array(Int32Array.from(values).buffer);
    return this.#draft({ name: '', shape, type: 'int32', data, values });
  }

  /**
   * Appends an operation and gives its outputs. `operator` is TFLite's name; attributes left out have the schema's default.
   * Throws {@link GraphError}: `UNKNOWN_OPERATOR`, `INVALID_ATTRIBUTE`, `IMPOSSIBLE_CONFIGURATION`, and `INVALID_GRAPH` for
   * a value of another builder.
   */
  applyAll(
    operator: string,
    inputs: readonly (Value | null)[],
    attributes: Attributes = {},
  ): readonly Value[] {
    const definition = operatorNamed(operator);
    const complete = completeAttributes(definition, attributes);
    const operands = inputs.map((input) => (input === null ? null : this.#operand(input)));
    checkInputs(definition, operands);
    const outputs = definition.shapeRule(operands, complete);
    const requantize = (draft: Value) => this.apply('QUANTIZE', [draft], { outputType: draft.type });
    const drafts = inputs.map((input) => (input === null ? null : this.#draftOf(input)));
    const ready = requantized(definition, drafts, (draft) => this.#draftOf(requantize(draft)));
    quantizeConstants(definition, ready);
    const quantization = outputQuantization(definition, ready);
    return this.#append(operator, complete, ready, outputs, quantization);
  }

  /** {@link applyAll} for the operators with one output. */
  apply(operator: string, inputs: readonly (Value | null)[], attributes: Attributes = {}): Value {
    const [output] = this.applyAll(operator, inputs, attributes);
    if (output === undefined) throw new GraphError('INVALID_GRAPH', `${operator} has no output`);
    return output;
  }

  /** The graph, once its outputs are known. The builder can go on afterwards. */
  finish(outputs: Value | readonly Value[]): Graph {
    const values = Array.isArray(outputs) ? (outputs as readonly Value[]) : [outputs as Value];
    if (values.length === 0) throw new GraphError('INVALID_GRAPH', `${this.name} has no output`);
    return {
      name: this.name,
      tensors: this.#drafts.map(({ name, shape, type, quantization, data, variable }, index) => ({
        name: name === '' ? `constant_${index}` : name,
        shape,
        type,
        ...(quantization && { quantization }),
        ...(data !== undefined && { data }),
        ...(variable === true && { variable }),
      })),
      operations: [...this.#operations],
      inputs: [...this.#inputs],
      outputs: values.map((value) => this.#indexOf(value)),
    };
  }

  #draft(draft: TensorDraft): TensorDraft {
    this.#indices.set(draft, this.#drafts.length);
    this.#drafts.push(draft);
    return draft;
  }

  #indexOf(value: Value): number {
    const index = this.#indices.get(value);
    if (index === undefined)
      throw new GraphError('INVALID_GRAPH', `a value is not one of the builder of ${this.name}`);
    return index;
  }

  #draftOf(value: Value): TensorDraft {
    const draft = this.#drafts[this.#indexOf(value)];
    if (draft === undefined) throw new GraphError('INVALID_GRAPH', `a value is not one of ${this.name}`);
    return draft;
  }

  #operand(value: Value): Operand {
    const { shape, type, data, values, madeOfConstant } = this.#draftOf(value);
    const constant = data !== undefined || madeOfConstant === true;
    return { shape, type, constant, ...(values && { values }) };
  }

  #append(
    operator: string,
    attributes: Attributes,
    inputs: readonly (TensorDraft | null)[],
    outputs: readonly Operand[],
    quantization?: (type: ElementType) => Quantization | undefined,
  ): readonly TensorDraft[] {
    const name = `${operator.toLowerCase()}_${this.#operations.length}`;
    nameConstants(operator, name, inputs);
    const drafts = outputs.map(({ shape, type, constant }, index) =>
      this.#draft({
        name: index === 0 ? name : `${name}:${index}`,
        shape,
        type,
        quantization: quantization?.(type),
        ...(constant && { madeOfConstant: true }),
      }),
    );
    this.#operations.push({
      operator,
      attributes,
      inputs: inputs.map((draft) => (draft === null ? -1 : this.#indexOf(draft))),
      outputs: drafts.map((draft) => this.#indexOf(draft)),
    });
    return drafts;
  }
}

/** Names the constants that no operation has read before after their first reader: `conv_2d_3/filter`. */
function nameConstants(operator: string, reader: string, inputs: readonly (TensorDraft | null)[]): void {
  const roles = operatorNamed(operator).inputs;
  for (const [index, draft] of inputs.entries()) {
    if (draft?.name !== '') continue;
    const role = roles[index]?.name ?? roles.at(-1)?.name ?? 'constant';
    draft.name = index < roles.length ? `${reader}/${role}` : `${reader}/${role}:${index}`;
  }
}
