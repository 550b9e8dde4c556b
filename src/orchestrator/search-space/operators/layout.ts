import {
  activationParameter,
  imageParameters,
  imageShape,
  input,
  integers,
  sameAs,
  size,
} from './template.js';
import type { OperatorTemplate, ParameterDefinition } from './template.js';

/** Zeros around an image, and after its channels. */
export const pad: OperatorTemplate = {
  parameters: {
    ...imageParameters,
    before: size(0),
    after: size(sameAs('before')),
    channelsAfter: size(0),
  },
  configure(parameters) {
    const edges = [parameters.size('before'), parameters.size('after')];
    return {
      attributes: {},
      inputs: [
        input(imageShape(parameters)),
        integers([4, 2], [0, 0, ...edges, ...edges, 0, parameters.size('channelsAfter')]),
      ],
    };
  },
};

/** `count` values one after the other along the channels (or `height`, for values of rows × channels). */
export const concatenation: OperatorTemplate = {
  parameters: {
    ...imageParameters,
    count: size(2),
    axis: { kind: 'name', names: ['channels', 'height'], fallback: 'channels' },
    activation: activationParameter,
  },
  configure: (parameters) => ({
    attributes: {
      axis: parameters.name('axis') === 'channels' ? 3 : 1,
      fusedActivation: parameters.name('activation'),
    },
    inputs: Array.from({ length: parameters.size('count') }, () => input(imageShape(parameters))),
  }),
};

/** An image as rows of `rowChannels`; all of it in one row unless given. */
export const reshape: OperatorTemplate = {
  parameters: { ...imageParameters, rowChannels: size(sameAs('channels')) },
  configure(parameters) {
    const shape = imageShape(parameters);
    const rows =
      shape.slice(1).reduce((product, dimension) => product * dimension, 1) / parameters.size('rowChannels');
    if (!Number.isInteger(rows)) return undefined;
    const newShape = [parameters.size('batch'), rows, parameters.size('rowChannels')];
    return { attributes: { newShape }, inputs: [input(shape), integers([3], newShape)] };
  },
};

const flag: ParameterDefinition = { kind: 'flag', fallback: false };

/** An image made `factor` times as high and wide. */
export const resize: OperatorTemplate = {
  parameters: { ...imageParameters, factor: size(2), alignCorners: flag, halfPixelCenters: flag },
  configure(parameters) {
    const factor = parameters.size('factor');
    if (parameters.flag('alignCorners') && parameters.flag('halfPixelCenters')) return undefined;
    return {
      attributes: {
        alignCorners: parameters.flag('alignCorners'),
        halfPixelCenters: parameters.flag('halfPixelCenters'),
      },
      inputs: [
        input(imageShape(parameters)),
        integers([2], [parameters.size('height') * factor, parameters.size('width') * factor]),
      ],
    };
  },
};

/** Blocks of `block`² channels moved into height and width. */
export const depthToSpace: OperatorTemplate = {
  parameters: { ...imageParameters, block: size(2) },
  configure(parameters) {
    if (parameters.size('channels') % parameters.size('block') ** 2 !== 0) return undefined;
    return { attributes: { blockSize: parameters.size('block') }, inputs: [input(imageShape(parameters))] };
  },
};
