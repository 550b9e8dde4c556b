import type { OperationConfiguration, Operand } from '../../../graph/model/configuration.js';
import type { Attributes } from '../../../graph/model/graph.js';
import type { Shape } from '../../../graph/model/tensor.js';
import type { ParameterValue } from '../parameter.js';

/** What a parameter of an operator may be. Without a `fallback` it must be given. */
export type ParameterDefinition =
  | { readonly kind: 'size'; readonly fallback?: number | SameAs }
  | { readonly kind: 'number'; readonly fallback: number }
  | { readonly kind: 'flag'; readonly fallback: boolean }
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly fallback: string };

/** The parameter has the value of another unless it is given. */
export interface SameAs {
  readonly sameAs: string;
}

/** Typed reading of the drawn parameters of one operation. */
export interface Parameters {
  /** A whole number of at least 0. */
  size(name: string): number;
  number(name: string): number;
  flag(name: string): boolean;
  name(name: string): string;
}

/** How an operator's configurations are made from parameters that can be drawn one by one, in float32. */
export interface OperatorTemplate {
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  /** The configuration, or `undefined` where the parameters contradict each other. */
  configure(parameters: Parameters): Omit<OperationConfiguration, 'operator'> | undefined;
}

export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A size parameter: a whole number of at least 1 that must be given, or is `fallback`. */
export function size(fallback?: number | SameAs): ParameterDefinition {
  return fallback === undefined ? { kind: 'size' } : { kind: 'size', fallback };
}

export function sameAs(name: string): SameAs {
  return { sameAs: name };
}

/** Parameters of an image in NHWC. Without `width` it is square. */
export const imageParameters = {
  batch: size(1),
  height: size(),
  width: size(sameAs('height')),
  channels: size(),
} as const;

export const strideParameters = { stride: size(1), strideWidth: size(sameAs('stride')) } as const;

export const paddingParameter: ParameterDefinition = {
  kind: 'name',
  names: ['SAME', 'VALID'],
  fallback: 'SAME',
};

export const activationParameter: ParameterDefinition = {
  kind: 'name',
  names: ['NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1'],
  fallback: 'NONE',
};

export function imageShape(parameters: Parameters, channels = parameters.size('channels')): Shape {
  return [parameters.size('batch'), parameters.size('height'), parameters.size('width'), channels];
}

export function strideAttributes(parameters: Parameters): Attributes {
  return { strideHeight: parameters.size('stride'), strideWidth: parameters.size('strideWidth') };
}

/** A value that flows in from another operation. */
export function input(shape: Shape): Operand {
  return { shape, type: 'float32', constant: false };
}

/** Weights, biases, slopes: a constant whose values do not matter to the shape of the output. */
export function constant(shape: Shape): Operand {
  return { shape, type: 'float32', constant: true };
}

/** A small constant that decides the output's shape. */
export function integers(shape: Shape, values: readonly number[]): Operand {
  return { shape, type: 'int32', constant: true, values };
}
