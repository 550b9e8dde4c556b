import type { Attributes } from '../../../graph/model/graph.js';
import { activationParameter, constant, imageParameters, imageShape, input, size } from './template.js';
import type { OperatorTemplate } from './template.js';

/** One value in, one value out, for each element: activation functions that stand alone. */
export function unary(attributes: Attributes = {}): OperatorTemplate {
  return {
    parameters: imageParameters,
    configure: (parameters) => ({ attributes, inputs: [input(imageShape(parameters))] }),
  };
}

/** Like {@link unary} with one number as an attribute. */
export function unaryWithNumber(attribute: string, fallback: number): OperatorTemplate {
  return {
    parameters: { ...imageParameters, [attribute]: { kind: 'number', fallback } },
    configure: (parameters) => ({
      attributes: { [attribute]: parameters.number(attribute) },
      inputs: [input(imageShape(parameters))],
    }),
  };
}

/**
 * Two values in, element by element. The second is of the same shape (`full`), one value a channel (`channel`), or a
 * single one (`scalar`); `constant` says whether it is part of the model.
 */
export const binary: OperatorTemplate = {
  parameters: {
    ...imageParameters,
    activation: activationParameter,
    other: { kind: 'name', names: ['full', 'channel', 'scalar'], fallback: 'full' },
    constant: { kind: 'flag', fallback: false },
  },
  configure(parameters) {
    const full = imageShape(parameters);
    const shapes: Record<string, readonly number[]> = {
      full,
      channel: [parameters.size('channels')],
      scalar: [1],
    };
    const shape = shapes[parameters.name('other')] ?? full;
    return {
      attributes: { fusedActivation: parameters.name('activation') },
      inputs: [input(full), parameters.flag('constant') ? constant(shape) : input(shape)],
    };
  },
};

/** A slope a channel, for values below zero. */
export const prelu: OperatorTemplate = {
  parameters: imageParameters,
  configure: (parameters) => ({
    attributes: {},
    inputs: [input(imageShape(parameters)), constant([1, 1, parameters.size('channels')])],
  }),
};

/** float16 to float32, each time: a constant is turned once, when the model is loaded, and cannot be measured. */
export const dequantize: OperatorTemplate = {
  parameters: { elements: size() },
  configure: (parameters) => ({
    attributes: {},
    inputs: [{ shape: [parameters.size('elements')], type: 'float16', constant: false }],
  }),
};
