import * as z from 'zod/mini';

/** Mean absolute error of a kernel group's predictions, relative to what was measured, latencies counting by their size. */
export interface KernelSpread {
  /** On configurations that were not learned from. */
  readonly fresh: number;
  /** On configurations that were. */
  readonly measured: number;
}

/**
 * How wide prediction intervals are. A network's half-width is scale · √(Σ (spread · predicted µs)²) over kernel groups, fresh
 * and measured configurations apart, and its overhead: errors of one kind are taken to go together, those of different
 * kinds to be independent.
 */
export interface Calibration {
  readonly spreads: Readonly<Record<string, KernelSpread>>;
  /** Mean absolute error, relative to a network's time, that is left with measured operations. */
  readonly overheadSpread: number;
  readonly scale: number;
  /** Share of networks that the interval is to cover. */
  readonly coverage: number;
  /** What the scale rests on. */
  readonly basis: 'normal-errors' | 'held-out-networks';
}

/** A calibration as stored. */
export const calibrationSchema = z.object({
  spreads: z.record(z.string(), z.object({ fresh: z.number(), measured: z.number() })),
  overheadSpread: z.number(),
  scale: z.number(),
  coverage: z.number(),
  basis: z.enum(['normal-errors', 'held-out-networks']),
});

/** Spread of groups too small to hold anything out, and of kernels whose group was never measured. */
export const unknownSpread = 0.5;

/** Adds up a network's uncertainty kernel by kernel. */
export class IntervalWidth {
  private readonly sumsUs = new Map<string, { fresh: number; measured: number }>();

  constructor(private readonly calibration: Calibration) {}

  add(kernelGroup: string, predictedUs: number, measured: boolean): void {
    let sums = this.sumsUs.get(kernelGroup);
    if (sums === undefined) this.sumsUs.set(kernelGroup, (sums = { fresh: 0, measured: 0 }));
    sums[measured ? 'measured' : 'fresh'] += predictedUs;
  }

  /** Half the width of the interval of a network that takes `totalUs` in all; microseconds. */
  halfWidthUs(totalUs: number): number {
    const { spreads, overheadSpread, scale } = this.calibration;
    let squares = (overheadSpread * totalUs) ** 2;
    for (const [kernelGroup, sums] of this.sumsUs) {
      const spread = spreads[kernelGroup] ?? { fresh: unknownSpread, measured: unknownSpread };
      squares += (spread.fresh * sums.fresh) ** 2 + (spread.measured * sums.measured) ** 2;
    }
    return scale * Math.sqrt(squares);
  }
}
