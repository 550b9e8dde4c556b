import type { Operand } from '../../model/configuration.js';
import type { Attributes } from '../../model/graph.js';
import type { ElementType, Shape } from '../../model/tensor.js';
import type { AttributesOf, Fields } from './fields.js';

/**
 * What an input is for.
 * - `activation`: a value of the network, seldom a constant;
 * - `weights`: a constant; quantized per channel of `channelDimension` where that is given, else per tensor;
 * - `bias`: a constant; int32 beside int8 weights;
 * - `integers`: a small integer constant that decides the output's shape, so its values belong to the configuration.
 */
export interface OperatorInput {
  readonly name: string;
  readonly role: 'activation' | 'weights' | 'bias' | 'integers';
  readonly channelDimension?: number;
  readonly optional?: true;
  /** The last input may be given any number of times (CONCATENATION). */
  readonly repeats?: true;
}

/** An operation with its shapes: what a shape rule has made, or a file says. */
export interface ConfiguredOperation<A extends Attributes = Attributes> {
  readonly attributes: A;
  /** In TFLite's order; `null` where an optional input is left out. */
  readonly inputs: readonly (Operand | null)[];
  readonly outputs: readonly Operand[];
}

/**
 * A number that a learner may use, named with its unit where it has one. Which features an operator has, and in which
 * order, is part of every stored data set and predictor: add at the end, never change the meaning of a name.
 */
export interface Feature<A extends Attributes = Attributes> {
  readonly name: string;
  of(operation: ConfiguredOperation<A>): number;
}

/**
 * How int8 outputs are scaled: `free` (any scale), `input` (the kernel copies or compares stored values, so all scales
 * must be those of the first activation), or fixed by the kernel.
 */
export type OutputQuantization = 'free' | 'input' | { readonly scale: number; readonly zeroPoint: number };

/** Everything this program knows of one TFLite operator. One file of this folder holds one definition, or one family. */
export interface OperatorDefinition<F extends Fields = Fields> {
  /** As TFLite spells it: `CONV_2D`. */
  readonly name: string;
  /** Its code in the schema's `BuiltinOperator`. */
  readonly builtinCode: number;
  /** Its options' index in the schema's `BuiltinOptions` union; 0 when it has none. */
  readonly optionsType: number;
  readonly fields: F;
  readonly inputs: readonly OperatorInput[];
  /** Element types of the first activation that runtimes have kernels for; any when left out. */
  readonly types?: readonly ElementType[];
  readonly outputQuantization: OutputQuantization;
  /**
   * Shapes and types of the outputs. `inputs` are as many as the operator wants, with values where the role is `integers`.
   * Throws {@link GraphError} `IMPOSSIBLE_CONFIGURATION` with the reason.
   */
  shapeRule(inputs: readonly (Operand | null)[], attributes: AttributesOf<F>): readonly Operand[];
  /** Multiplications with an addition; 0 for operators that are no sums of products. */
  macs(operation: ConfiguredOperation<AttributesOf<F>>): number;
  /** Floating-point (or integer) operations: 2 per MAC; one per output element for elementwise work; 0 for mere copies. */
  flops(operation: ConfiguredOperation<AttributesOf<F>>): number;
  /** The lowest version of the operator that runtimes register for these types and attributes (TFLite's op_version.cc). */
  version(operation: ConfiguredOperation<AttributesOf<F>>): number;
  readonly features: readonly Feature<AttributesOf<F>>[];
}

/** What a definition may leave out, with what that means. */
type Defaulted = 'optionsType' | 'outputQuantization' | 'macs' | 'version';

/**
 * Completes a definition: no options, outputs of any scale, no MACs, version 1 (2 for int8), unless it says otherwise.
 */
export function defineOperator<F extends Fields>(
  definition: Omit<OperatorDefinition<F>, Defaulted> & Partial<Pick<OperatorDefinition<F>, Defaulted>>,
): OperatorDefinition<F> {
  return {
    optionsType: 0,
    outputQuantization: 'free',
    macs: () => 0,
    version: int8Version(2),
    ...definition,
  };
}

/** Version 1 for floating point, `version` where the first activation is int8. */
export function int8Version(version: number): (operation: ConfiguredOperation) => number {
  return (operation) => (operation.inputs.some((input) => input?.type === 'int8') ? version : 1);
}

/** An output of a shape rule. */
export function output(shape: Shape, type: Operand['type']): Operand {
  return { shape, type, constant: false };
}

/** An input that the operator cannot do without. */
export function required(inputs: readonly (Operand | null)[], index: number): Operand {
  const operand = inputs[index];
  if (operand === null || operand === undefined) throw new RangeError(`input ${index} is required`);
  return operand;
}

/** The values of an input with the role `integers`; empty if they are not known before run time. */
export function valuesOf(inputs: readonly (Operand | null)[], index: number): readonly number[] {
  return inputs[index]?.values ?? [];
}
