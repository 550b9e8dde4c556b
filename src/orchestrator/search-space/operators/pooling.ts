import {
  activationParameter,
  imageParameters,
  imageShape,
  input,
  integers,
  paddingParameter,
  sameAs,
} from './template.js';
import { size, strideAttributes } from './template.js';
import type { OperatorTemplate } from './template.js';

/** The largest or the mean value of each window of `window` × `windowWidth`; windows touch unless a stride is given. */
export const pooling: OperatorTemplate = {
  parameters: {
    ...imageParameters,
    window: size(),
    windowWidth: size(sameAs('window')),
    stride: size(sameAs('window')),
    strideWidth: size(sameAs('stride')),
    padding: paddingParameter,
    activation: activationParameter,
  },
  configure: (parameters) => ({
    attributes: {
      padding: parameters.name('padding'),
      ...strideAttributes(parameters),
      filterHeight: parameters.size('window'),
      filterWidth: parameters.size('windowWidth'),
      fusedActivation: parameters.name('activation'),
    },
    inputs: [input(imageShape(parameters))],
  }),
};

/** Mean over height and width: what networks end with before they classify. */
export const globalMean: OperatorTemplate = {
  parameters: { ...imageParameters, keepDims: { kind: 'flag', fallback: true } },
  configure: (parameters) => ({
    attributes: { keepDims: parameters.flag('keepDims') },
    inputs: [input(imageShape(parameters)), integers([2], [1, 2])],
  }),
};
