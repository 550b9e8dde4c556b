import { selectRows, selectValues } from '../../../learning/model/feature-table.js';
import { selectCandidates, type CandidatePool } from '../pool/candidate-pool.js';
import { believedParameters, fitParameters } from '../../../learning/gaussian-process/fit-parameters.js';
import { GaussianProcess } from '../../../learning/gaussian-process/gaussian-process.js';
import { selectPoints } from '../../../learning/gaussian-process/kernel.js';
import { rooflinePrior, sourcesPrior, type LatencyPrior } from './latency-prior.js';
import { meanOfSourcesUs, nominalLatenciesUs } from './nominal-latencies.js';

/** A candidate that was measured, and what it took. */
export interface MeasuredCandidate {
  readonly candidate: number;
  readonly latencyUs: number;
}

/** What the latencies of a pool are learned to be from; of equals the one named first. */
const priorNames = ['roofline-from-sources', 'sources', 'roofline'] as const;
export type PriorName = (typeof priorNames)[number];

/** Most that the process may correct its prior by, either way: a factor of e³ ≈ 20. */
const mostCorrection = 3;
const steps = 40;
const foldCount = 8;
/** How many measurements the guess behind a roofline counts as: what a phone takes tells more than a mere count of work. */
const guessWorth = { roofline: 1, 'roofline-from-sources': 4 } as const;
/** With fewer measurements sources cannot be told to mislead, and are trusted. */
const fewestToJudge = 8;
/** Errors on few measurements are no sure thing: sources' latencies are taken for what they are only where that is clearly better. */
const handicaps = { 'roofline-from-sources': 1, sources: 1.4, roofline: 1 } as const;

/**
 * Latencies over all candidates, learned from few: a prior (roofline, phones already profiled, or both), and a Gaussian process on the
 * logarithm of what it is off by.
 */
export class LatencySurface {
  constructor(
    readonly priorName: PriorName,
    private readonly prior: LatencyPrior,
    /** Mean of what the prior is off by. */
    private readonly offset: number,
    readonly process: GaussianProcess,
    /** Candidates learned from, in their order. */
    readonly learned: readonly number[],
  ) {}

  /** Latencies of the candidates of a pool, µs. The pool has the layout of the one learned from. */
  latenciesUs(pool: CandidatePool): Float64Array {
    const corrections = this.process.means(pool.points);
    return this.prior.lnLatencies(pool).map((ln, row) => {
      const correction = Math.min(mostCorrection, Math.max(-mostCorrection, corrections[row] as number));
      return Math.exp(ln + this.offset + correction);
    });
  }
}

/**
 * Learns the surface from at least one measurement. Where the pool knows what other phones take, there are two more ways: their
 * latencies themselves, or a roofline that takes them for its guess. The way is taken that predicts measurements
 * best from others. `before` is the surface of an earlier round: learning goes on from its parameters.
 */
export function fitLatencySurface(
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
  before?: LatencySurface,
): LatencySurface {
  if (pool.lnSourcesUs.length === 0) return fitWith('roofline', pool, measured, before);
  if (measured.length < fewestToJudge) return fitWith('roofline-from-sources', pool, measured, before);
  const ways = priorNames.map((name) => {
    const surface = fitWith(name, pool, measured, before);
    return { surface, error: handicaps[name] * heldOutError(surface, pool, measured) };
  });
  return ways.reduce((best, way) => (way.error < best.error ? way : best)).surface;
}

function fitWith(
  name: PriorName,
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
  before: LatencySurface | undefined,
): LatencySurface {
  const prior = priorNamed(name, pool, measured);
  const { points, values, offset } = residualsOf(prior, pool, measured);
  const start =
    before?.priorName === name ? before.process.parameters : believedParameters(points.dimensions);
  const process = new GaussianProcess(fitParameters(points, values, start, steps), points, values);
  return new LatencySurface(name, prior, offset, process, rowsOf(measured));
}

function rowsOf(measured: readonly MeasuredCandidate[]): number[] {
  return measured.map(({ candidate }) => candidate);
}

function priorNamed(
  name: PriorName,
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
): LatencyPrior {
  const rows = rowsOf(measured);
  const known = Float64Array.from(measured, ({ latencyUs }) => latencyUs);
  if (name === 'sources') {
    return sourcesPrior(
      pool.lnSourcesUs.map((source) => selectValues(source, rows)),
      known,
    );
  }
  const guessed = name === 'roofline' ? nominalLatenciesUs(pool) : meanOfSourcesUs(pool);
  const ratio = rows.reduce((sum, row, index) => {
    return sum + Math.log((known[index] as number) / (guessed[row] as number)) / rows.length;
  }, 0);
  const latenciesUs = guessed.map((latency) => latency * Math.exp(ratio));
  return rooflinePrior(selectRows(pool.table, rows), known, {
    table: pool.table,
    latenciesUs,
    worth: guessWorth[name],
  });
}

/** What measurements are off a prior by, as logarithms: their mean, and the rest. */
function residualsOf(prior: LatencyPrior, pool: CandidatePool, measured: readonly MeasuredCandidate[]) {
  const guesses = prior.lnLatencies(pool);
  const residuals = Float64Array.from(
    measured,
    ({ candidate, latencyUs }) => Math.log(latencyUs) - (guesses[candidate] as number),
  );
  const offset = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  const values = residuals.map((value) => value - offset);
  return { points: selectPoints(pool.points, rowsOf(measured)), values, offset };
}

/** The surface learned from other measurements of the same pool, with the parameters that it has. */
export function relearned(
  { priorName, process: { parameters } }: LatencySurface,
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
): LatencySurface {
  const prior = priorNamed(priorName, pool, measured);
  const { points, values, offset } = residualsOf(prior, pool, measured);
  const process = new GaussianProcess(parameters, points, values);
  return new LatencySurface(priorName, prior, offset, process, rowsOf(measured));
}

/**
 * How far off, as a logarithm, measurements are predicted from the other folds, prior and all: root of the mean square, weighted by
 * the square root of the latency, for what takes long counts more in a network.
 */
function heldOutError(
  surface: LatencySurface,
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
): number {
  let squares = 0;
  let weights = 0;
  for (let fold = 0; fold < foldCount; fold++) {
    const rest = measured.filter((_, index) => index % foldCount !== fold);
    const heldOut = measured.filter((_, index) => index % foldCount === fold);
    const predictedUs = relearned(surface, pool, rest).latenciesUs(selectCandidates(pool, rowsOf(heldOut)));
    heldOut.forEach(({ latencyUs }, index) => {
      const weight = Math.sqrt(latencyUs);
      squares += weight * Math.log((predictedUs[index] as number) / latencyUs) ** 2;
      weights += weight;
    });
  }
  return Math.sqrt(squares / weights);
}
