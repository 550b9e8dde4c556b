import { median } from '../../../learning/validation/averages.js';

/** Whether packed timings of an operator may be used: as they are, divided by a ratio, or not at all. */
export type PackingDecision = 'AGREES' | 'CORRECTED' | 'REFUSED';

export interface PackingVerdict {
  readonly decision: PackingDecision;
  /** Packed to single, median over configurations. */
  readonly ratio: number;
  /** Of the ratio's logarithm: 1.4826 times the median absolute deviation, a normal's standard deviation. */
  readonly spread: number;
  readonly configurations: number;
}

/** With fewer configurations nothing can be said of an operator. */
export const fewestChecks = 3;
/** A median so close to 1 needs no correction, and neither does one that is so few standard errors away from it. */
const tolerance = 0.05;
const fewStandardErrors = 2;
/** Ratios so far apart, as a standard deviation of their logarithms, have nothing in common that could be corrected. */
const mostSpread = 0.15;
const normalConsistency = 1.4826;

/**
 * Judges packing by ratios of packed to single timings, each of another configuration of an operator. Fewer than {@link fewestChecks}
 * decide nothing, and packed timings are not to be used.
 */
export function judgePacking(ratios: readonly number[]): PackingVerdict {
  const logarithms = ratios.map(Math.log);
  const middle = median(logarithms);
  const spread = normalConsistency * median(logarithms.map((value) => Math.abs(value - middle)));
  const verdict = { ratio: Math.exp(middle), spread, configurations: ratios.length };
  if (ratios.length < fewestChecks || spread > mostSpread) return { decision: 'REFUSED', ...verdict };
  const chance = (fewStandardErrors * spread) / Math.sqrt(ratios.length);
  return { decision: Math.abs(middle) <= Math.max(tolerance, chance) ? 'AGREES' : 'CORRECTED', ...verdict };
}
