import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { invertedResidual } from './inverted-residual.js';
import { channelsOf } from './shapes.js';

/** An inverted residual unit as the papers' tables write it; `expansion` multiplies the unit's input channels. */
export type MobileUnit = readonly [kernel: number, expansion: number, filters: number, stride: number];

export interface MobileUnitsOptions {
  readonly activation?: Activation;
  /** Whether units of expansion 1 have their 1×1 convolution all the same; false if left out. */
  readonly alwaysExpand?: boolean;
  /** Whether the unit at an index adds its input where shapes allow; all do if left out. */
  readonly residual?: (index: number) => boolean;
  /** Whether the unit at an index has squeeze and excitation, to a quarter of the unit's input channels; none if left out. */
  readonly excited?: (index: number) => boolean;
}

/** A chain of inverted residual units. */
export function mobileUnits(
  builder: GraphBuilder,
  image: Value,
  units: readonly MobileUnit[],
  options: MobileUnitsOptions = {},
): Value {
  const { activation = 'relu', alwaysExpand = false, residual, excited } = options;
  let x = image;
  for (const [index, [kernel, expansion, filters, stride]] of units.entries()) {
    const channels = channelsOf(x);
    x = invertedResidual(builder, x, {
      kernel,
      stride,
      filters,
      activation,
      expandedChannels: channels * expansion,
      expand: alwaysExpand || expansion !== 1,
      residual: residual?.(index) ?? true,
      ...(excited?.(index) === true ? { excitation: { squeezedChannels: channels / 4 } } : {}),
    });
  }
  return x;
}
