import * as z from 'zod/mini';

import { normalScale90 } from '../../learning/validation/quantiles.js';

/** Mean absolute error of a kernel group's predictions, relative to what was measured, latencies counting by their size. */
export interface KernelSpread {
  /** On configurations that were not learned from. */
  readonly fresh: number;
  /** On configurations that were. */
  readonly measured: number;
  /** What is added for each unit of distance (natural logarithm) beyond the range learned from, in quadrature. */
  readonly perLogBeyond: number;
}

/**
 * How wide prediction intervals are. A network's half-width is scale · √(Σ (spread · predicted µs)²) over kernel groups, fresh and
 * measured configurations and what lies beyond the range learned from apart, and its overhead: errors of one kind are taken to go
 * together, those of different kinds to be independent.
 */
export interface Calibration {
  readonly spreads: Readonly<Record<string, KernelSpread>>;
  /** Spread of kernels whose group has none of its own: it was never measured. */
  readonly unmeasuredSpread: number;
  /** Mean absolute error, relative to a network's time, that is left with measured operations; noise of the measurement included. */
  readonly overheadSpread: number;
  readonly scale: number;
  /** Share of networks that the interval is to cover. */
  readonly coverage: number;
  /** What the scale rests on: networks held out (conformal), or errors of single operations held out, taken to be normal. */
  readonly basis: 'normal-errors' | 'held-out-networks';
}

/** Spread of groups too small to hold anything out, and of kernels whose group was never measured. */
export const unknownSpread = 0.5;
/** Spread for each unit of distance where it was not tried: e times as much work as was ever measured may take half as long again. */
export const unknownSpreadPerLog = 0.5;

/** Nothing is known of the errors: every kernel is as wide as one that was never measured. */
export const unknownCalibration: Calibration = {
  spreads: {},
  unmeasuredSpread: unknownSpread,
  overheadSpread: 0,
  scale: normalScale90,
  coverage: 0.9,
  basis: 'normal-errors',
};

/** A calibration as stored. Those of earlier versions said nothing of what was extrapolated. */
export const calibrationSchema = z.object({
  spreads: z.record(
    z.string(),
    z.object({
      fresh: z.number(),
      measured: z.number(),
      perLogBeyond: z._default(z.number(), unknownSpreadPerLog),
    }),
  ),
  unmeasuredSpread: z._default(z.number(), unknownSpread),
  overheadSpread: z.number(),
  scale: z.number(),
  coverage: z.number(),
  basis: z.enum(['normal-errors', 'held-out-networks']),
});

/** What the width of an interval needs to know of a kernel's prediction. */
export interface KernelUncertainty {
  /** This very configuration was among those learned from. */
  readonly measured: boolean;
  /** How far the kernel lies outside what was learned from; 0 inside. */
  readonly distance: number;
}

/** Sums over the kernels of a group, µs; `beyond` is weighted by the distance. */
interface GroupSums {
  fresh: number;
  measured: number;
  beyond: number;
}

/** Adds up a network's uncertainty kernel by kernel. */
export class IntervalWidth {
  private readonly sumsUs = new Map<string, GroupSums>();

  constructor(private readonly calibration: Calibration) {}

  add(kernelGroup: string, predictedUs: number, { measured, distance }: KernelUncertainty): void {
    let sums = this.sumsUs.get(kernelGroup);
    if (sums === undefined) this.sumsUs.set(kernelGroup, (sums = { fresh: 0, measured: 0, beyond: 0 }));
    sums[measured ? 'measured' : 'fresh'] += predictedUs;
    sums.beyond += distance * predictedUs;
  }

  /** Half the width of the interval of a network that takes `totalUs` in all; microseconds. */
  halfWidthUs(totalUs: number): number {
    const { spreads, unmeasuredSpread, overheadSpread, scale } = this.calibration;
    const unmeasured = {
      fresh: unmeasuredSpread,
      measured: unmeasuredSpread,
      perLogBeyond: unknownSpreadPerLog,
    };
    let squares = (overheadSpread * totalUs) ** 2;
    for (const [kernelGroup, sums] of this.sumsUs) {
      const spread = spreads[kernelGroup] ?? unmeasured;
      squares += (spread.fresh * sums.fresh) ** 2 + (spread.measured * sums.measured) ** 2;
      squares += (spread.perLogBeyond * sums.beyond) ** 2;
    }
    return scale * Math.sqrt(squares);
  }
}
