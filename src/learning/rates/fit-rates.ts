import { symmetricInverse } from '../algebra/symmetric-inverse.js';
import { solveSymmetric } from '../algebra/symmetric-solve.js';
import { LearningError } from '../errors.js';
import { matrixTimes, quadraticForm, totalAt, type RateBelief } from './rate-belief.js';

/** Totals that were measured, and the work that they are the time of. */
export interface MeasuredTotals {
  /** Amounts of work, a row a total, in the order of the prior's names. */
  readonly rows: readonly Float64Array[];
  /** Natural logarithms of the times, µs. */
  readonly logUs: Float64Array;
  /** Standard deviation that the logarithm of each may be off by: its measurement's noise, and what no rate explains. */
  readonly noise: Float64Array;
}

export interface FitRatesOptions {
  /**
   * Degrees of freedom of the noise, Student's t: the fewer, the less a total far from all others is believed. Infinity for normal
   * noise.
   */
  readonly degreesOfFreedom: number;
  readonly iterations?: number;
  /** Logarithms of rates to begin with, such as those of a fit to nearly the same totals; the prior's mean where it is left out. */
  readonly start?: Float64Array;
}

export interface FittedRates {
  readonly belief: RateBelief;
  /** Measured over fitted, natural logarithm. */
  readonly residuals: Float64Array;
}

const firstDamping = 1e-2;
const triesOfStep = 12;
/** Relative gain of a step below which the fit has converged. */
const convergence = 1e-4;

/**
 * The rates that totals and a prior agree on best: the maximum of the posterior by Levenberg–Marquardt (Marquardt 1963), the noise of
 * Student's t by reweighting (Lange, Little, Taylor 1989), and around it the normal distribution of the posterior's curvature (Laplace).
 * Throws LEARNER_INPUT_INVALID for totals that are not finite, without work, or a prior that is none.
 */
export function fitRates(totals: MeasuredTotals, prior: RateBelief, options: FitRatesOptions): FittedRates {
  refuseUnusable(totals);
  const precision = symmetricInverse(prior.covariance, prior.mean.length);
  const problem: Problem = { totals, prior, precision, degreesOfFreedom: options.degreesOfFreedom };
  const start = evaluate(problem, options.start ?? prior.mean);
  const best = descend(problem, start, options.iterations ?? 60);
  const covariance = symmetricInverse(curvature(problem, best), prior.mean.length);
  return { belief: { names: prior.names, mean: best.logRates, covariance }, residuals: best.residuals };
}

interface Problem {
  readonly totals: MeasuredTotals;
  readonly prior: RateBelief;
  /** Inverse of the prior's covariance. */
  readonly precision: Float64Array;
  readonly degreesOfFreedom: number;
}

interface Point {
  readonly logRates: Float64Array;
  readonly residuals: Float64Array;
  readonly shares: readonly Float64Array[];
  /** Twice the negative logarithm of the posterior, up to a constant. */
  readonly cost: number;
}

function refuseUnusable({ rows, logUs, noise }: MeasuredTotals): void {
  const bad = rows.findIndex(
    (row, index) =>
      !Number.isFinite(logUs[index]) ||
      !((noise[index] ?? 0) > 0) ||
      !row.some((amount) => amount > 0) ||
      row.some((amount) => !Number.isFinite(amount) || amount < 0),
  );
  if (bad >= 0) {
    throw new LearningError('LEARNER_INPUT_INVALID', `total ${bad} is not finite, or has no work`, {
      row: bad,
    });
  }
}

function evaluate({ totals, prior, precision, degreesOfFreedom }: Problem, logRates: Float64Array): Point {
  const residuals = new Float64Array(totals.rows.length);
  const rates = logRates.map(Math.exp);
  let cost = 0;
  const shares = totals.rows.map((row, index) => {
    const at = totalAt(rates, row);
    const residual = (totals.logUs[index] as number) - at.logUs;
    residuals[index] = residual;
    const square = (residual / (totals.noise[index] as number)) ** 2;
    cost +=
      degreesOfFreedom === Infinity ? square : (degreesOfFreedom + 1) * Math.log1p(square / degreesOfFreedom);
    return at.shares;
  });
  cost += quadraticForm(precision, difference(logRates, prior.mean));
  return { logRates, residuals, shares, cost };
}

function descend(problem: Problem, start: Point, iterations: number): Point {
  let point = start;
  let damping = firstDamping;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = step(problem, point, damping);
    if (next === undefined) return point;
    const gain = point.cost - next.point.cost;
    const converged = gain < convergence * point.cost;
    point = next.point;
    damping = Math.max(next.damping / 5, 1e-9);
    if (converged) return point;
  }
  return point;
}

/** A step that lowers the cost, damped as much as that takes; `undefined` where none does. */
function step(
  problem: Problem,
  point: Point,
  firstTried: number,
): { readonly point: Point; readonly damping: number } | undefined {
  const size = point.logRates.length;
  const matrix = curvature(problem, point);
  const gradient = ascent(problem, point);
  let damping = firstTried;
  for (let attempt = 0; attempt < triesOfStep; attempt++) {
    const damped = new Float64Array(matrix);
    for (let place = 0; place < damped.length; place += size + 1)
      damped[place] = (damped[place] as number) * (1 + damping);
    const change = solveSymmetric(damped, size, gradient);
    if (change !== undefined) {
      const logRates = point.logRates.map((value, index) => value + (change[index] as number));
      const next = evaluate(problem, logRates);
      if (next.cost < point.cost) return { point: next, damping };
    }
    damping *= 4;
  }
  return undefined;
}

/** Weight of a total: the inverse of its noise's variance, less the further it lies from the fit. */
function weightOf({ totals, degreesOfFreedom }: Problem, residual: number, index: number): number {
  const noise = totals.noise[index] as number;
  const certainty = 1 / noise ** 2;
  if (degreesOfFreedom === Infinity) return certainty;
  return (certainty * (degreesOfFreedom + 1)) / (degreesOfFreedom + (residual / noise) ** 2);
}

/** Σ weight · shares · sharesᵀ + the prior's precision; of what the totals add, the lower triangle. */
function curvature(problem: Problem, point: Point): Float64Array {
  const matrix = new Float64Array(problem.precision);
  const size = point.logRates.length;
  for (const [index, shares] of point.shares.entries()) {
    const weight = weightOf(problem, point.residuals[index] as number, index);
    for (let row = 0; row < size; row++) {
      const scaled = weight * (shares[row] as number);
      if (scaled === 0) continue;
      const start = row * size;
      for (let column = 0; column <= row; column++) {
        matrix[start + column] = (matrix[start + column] as number) + scaled * (shares[column] as number);
      }
    }
  }
  return matrix;
}

/** The direction in which the posterior rises. */
function ascent(problem: Problem, point: Point): Float64Array {
  const direction = matrixTimes(problem.precision, difference(problem.prior.mean, point.logRates));
  for (const [index, shares] of point.shares.entries()) {
    const residual = point.residuals[index] as number;
    const scaled = weightOf(problem, residual, index) * residual;
    for (let row = 0; row < direction.length; row++)
      direction[row] = (direction[row] as number) + scaled * (shares[row] as number);
  }
  return direction;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value - (b[index] as number));
}
