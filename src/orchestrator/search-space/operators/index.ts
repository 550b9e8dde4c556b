import { convolution, depthwiseConvolution, fullyConnected } from './convolution.js';
import { binary, dequantize, prelu, unary, unaryWithNumber } from './elementwise.js';
import { concatenation, depthToSpace, pad, reshape, resize } from './layout.js';
import { globalMean, pooling } from './pooling.js';
import type { OperatorTemplate } from './template.js';

/** The operators that a search space may name, and how a configuration of each is made from parameters. */
export const operatorTemplates: Readonly<Record<string, OperatorTemplate>> = {
  ADD: binary,
  AVERAGE_POOL_2D: pooling,
  CONCATENATION: concatenation,
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwiseConvolution,
  DEPTH_TO_SPACE: depthToSpace,
  DEQUANTIZE: dequantize,
  DIV: binary,
  ELU: unary(),
  FULLY_CONNECTED: fullyConnected,
  HARD_SWISH: unary(),
  LEAKY_RELU: unaryWithNumber('alpha', 0.1),
  LOGISTIC: unary(),
  MAX_POOL_2D: pooling,
  MEAN: globalMean,
  MUL: binary,
  PAD: pad,
  PRELU: prelu,
  RELU: unary(),
  RELU6: unary(),
  RELU_N1_TO_1: unary(),
  RESHAPE: reshape,
  RESIZE_BILINEAR: resize,
  RESIZE_NEAREST_NEIGHBOR: resize,
  SOFTMAX: unaryWithNumber('beta', 1),
  SUB: binary,
  TANH: unary(),
};

export type { OperatorTemplate, ParameterDefinition, ParameterValues } from './template.js';
