import { selectRows, selectValues } from '../learners/feature-table.js';
import type { CandidatePool } from './candidate-pool.js';
import { believedParameters, fitParameters } from '../gaussian-process/fit-parameters.js';
import { GaussianProcess } from '../gaussian-process/gaussian-process.js';
import { selectPoints, type KernelParameters } from '../gaussian-process/kernel.js';
import { rooflinePrior, sourcesPrior, type LatencyPrior } from './latency-prior.js';

/** A candidate that was measured, and what it took. */
export interface MeasuredCandidate {
  readonly candidate: number;
  readonly latencyUs: number;
}

/** What the latencies of a pool are learned to be from. */
export type PriorName = 'roofline' | 'sources';

/** Most that the process may correct its prior by, either way: a factor of e³ ≈ 20. */
const mostCorrection = 3;
const firstSteps = 40;
const laterSteps = 40;
/** With fewer measurements than this sources cannot be told to mislead, and are trusted. */
const fewestToJudge = 8;

/**
 * Latencies over all candidates, learned from few: a prior (roofline, or phones already profiled), and a Gaussian process on the
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

  /** How far off, as a logarithm, each measurement would have been predicted from the others; root of the mean square. */
  leaveOneOutError(): number {
    const { error } = this.process.leaveOneOut();
    return Math.sqrt(error.reduce((sum, value) => sum + value ** 2, 0) / error.length);
  }

  /** How many times larger its errors are than it says, from predicting each measurement by the others; at least 1. */
  overconfidence(): number {
    const { error, deviation } = this.process.leaveOneOut();
    const squares = error.map((value, row) => (value / (deviation[row] as number)) ** 2);
    return Math.max(1, Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length));
  }
}

/**
 * Learns the surface from at least one measurement. Where the pool knows what other phones take, those are the prior, unless each
 * measurement is better predicted by the others without them. `before` is the surface of an earlier round: learning goes on
 * from its parameters.
 */
export function fitLatencySurface(
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
  before?: LatencySurface,
): LatencySurface {
  const alone = () => fitWith('roofline', pool, measured, before);
  if (pool.lnSourcesUs.length === 0) return alone();
  const helped = fitWith('sources', pool, measured, before);
  if (measured.length < fewestToJudge) return helped;
  const unaided = alone();
  return helped.leaveOneOutError() <= unaided.leaveOneOutError() ? helped : unaided;
}

function fitWith(
  name: PriorName,
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
  before: LatencySurface | undefined,
): LatencySurface {
  const rows = measured.map(({ candidate }) => candidate);
  const latencies = Float64Array.from(measured, ({ latencyUs }) => latencyUs);
  const prior =
    name === 'roofline'
      ? rooflinePrior(selectRows(pool.table, rows), latencies)
      : sourcesPrior(
          pool.lnSourcesUs.map((source) => selectValues(source, rows)),
          latencies,
        );
  const guesses = selectValues(prior.lnLatencies(pool), rows);
  const residuals = latencies.map((latency, row) => Math.log(latency) - (guesses[row] as number));
  const offset = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  const values = residuals.map((value) => value - offset);
  const points = selectPoints(pool.points, rows);
  const parameters = learnedParameters(name, points, values, before);
  return new LatencySurface(name, prior, offset, new GaussianProcess(parameters, points, values), rows);
}

function learnedParameters(
  name: PriorName,
  points: CandidatePool['points'],
  values: Float64Array,
  before: LatencySurface | undefined,
): KernelParameters {
  if (before?.priorName === name) return fitParameters(points, values, before.process.parameters, laterSteps);
  return fitParameters(points, values, believedParameters(points.dimensions), firstSteps);
}
