import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { convolution } from './convolution.js';
import { sum } from './elementwise.js';
import { globalAverage } from './pooling.js';
import { channelsOf } from './shapes.js';
import { excite } from './squeeze-excitation.js';

export interface ResidualUnitOptions {
  /** Output channels. */
  readonly filters: number;
  /** 1 if left out. */
  readonly stride?: number;
  /** Whether the body is 1×1, 3×3 and 1×1 convolutions instead of two 3×3 ones. */
  readonly bottleneck: boolean;
  /** Whether squeeze and excitation, to a sixteenth of the channels, ends the body. */
  readonly excited?: boolean;
  /** Groups of the 3×3 convolution of a bottleneck, and channels of each where the unit has 256 output channels. */
  readonly cardinality?: number;
  readonly groupWidth?: number;
}

/**
 * A body, a shortcut that is projected where shapes differ, their sum, and a ReLU (He et al., arXiv 1512.03385; groups:
 * Xie et al., arXiv 1611.05431). The converter puts the projection after the body, but before the excitation.
 */
export function residualUnit(builder: GraphBuilder, x: Value, options: ResidualUnitOptions): Value {
  const { filters, stride = 1, excited = false } = options;
  const body = options.bottleneck ? bottleneckBody(builder, x, options) : twoLayerBody(builder, x, options);
  const mean = excited ? globalAverage(builder, body, true) : undefined;
  const projects = stride !== 1 || channelsOf(x) !== filters;
  const shortcut = projects ? convolution(builder, x, { filters, stride }) : x;
  const scaled = mean ? excite(builder, body, mean, { squeezedChannels: filters / 16 }) : body;
  return sum(builder, scaled, shortcut, 'relu');
}

function twoLayerBody(builder: GraphBuilder, x: Value, options: ResidualUnitOptions): Value {
  const { filters, stride = 1 } = options;
  const y = convolution(builder, x, { filters, kernel: 3, stride, activation: 'relu' });
  return convolution(builder, y, { filters, kernel: 3 });
}

function bottleneckBody(builder: GraphBuilder, x: Value, options: ResidualUnitOptions): Value {
  const { filters, stride = 1, cardinality = 1, groupWidth = 64 } = options;
  const inner = (filters / 256) * cardinality * groupWidth;
  let y = convolution(builder, x, { filters: inner, activation: 'relu' });
  y = convolution(builder, y, { filters: inner, kernel: 3, stride, groups: cardinality, activation: 'relu' });
  return convolution(builder, y, { filters });
}
