import {
  activationParameter,
  imageParameters,
  imageShape,
  input,
  paddingParameter,
  sameAs,
  size,
} from './template.js';
import { constant, strideAttributes, strideParameters } from './template.js';
import type { OperatorTemplate, Parameters } from './template.js';

const kernelParameters = { kernel: size(), kernelWidth: size(sameAs('kernel')) } as const;
const dilationParameters = { dilation: size(1) } as const;

const common = {
  ...imageParameters,
  ...kernelParameters,
  ...strideParameters,
  ...dilationParameters,
  padding: paddingParameter,
  activation: activationParameter,
} as const;

/**
 * `filters` kernels of `kernel` × `kernelWidth` over the channels of one of `groups`; the weights are OHWI. Groups must divide
 * channels and filters.
 */
export const convolution: OperatorTemplate = {
  parameters: { ...common, filters: size(), groups: size(1) },
  configure(parameters) {
    const [filters, groups] = [parameters.size('filters'), parameters.size('groups')];
    const groupChannels = parameters.size('channels') / groups;
    if (!Number.isInteger(groupChannels) || filters % groups !== 0) return undefined;
    return {
      attributes: attributesOf(parameters),
      inputs: [
        input(imageShape(parameters)),
        constant([filters, ...kernelShape(parameters), groupChannels]),
        constant([filters]),
      ],
    };
  },
};

/** `multiplier` kernels a channel; the weights are 1HWC. */
export const depthwiseConvolution: OperatorTemplate = {
  parameters: { ...common, multiplier: size(1) },
  configure(parameters) {
    const filters = parameters.size('channels') * parameters.size('multiplier');
    return {
      attributes: { ...attributesOf(parameters), depthMultiplier: parameters.size('multiplier') },
      inputs: [
        input(imageShape(parameters)),
        constant([1, ...kernelShape(parameters), filters]),
        constant([filters]),
      ],
    };
  },
};

/** `filters` outputs of `channels` inputs for each of `batch` rows. */
export const fullyConnected: OperatorTemplate = {
  parameters: {
    batch: size(1),
    channels: size(),
    filters: size(),
    activation: activationParameter,
  },
  configure: (parameters) => ({
    attributes: { fusedActivation: parameters.name('activation'), keepNumDims: false },
    inputs: [
      input([parameters.size('batch'), parameters.size('channels')]),
      constant([parameters.size('filters'), parameters.size('channels')]),
      constant([parameters.size('filters')]),
    ],
  }),
};

function kernelShape(parameters: Parameters): readonly [number, number] {
  return [parameters.size('kernel'), parameters.size('kernelWidth')];
}

function attributesOf(parameters: Parameters) {
  return {
    padding: parameters.name('padding'),
    ...strideAttributes(parameters),
    dilationHeight: parameters.size('dilation'),
    dilationWidth: parameters.size('dilation'),
    fusedActivation: parameters.name('activation'),
  };
}
