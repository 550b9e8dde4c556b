import { mean, median } from '../../learning/validation/averages.js';
import { GraphError } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { measuringMs, type Measurement } from '../../records/measurement.js';
import type { SampleSpec } from '../../records/sample.js';
import { readPastRuns } from '../../tables/run/past-runs.js';
import type { PastRun, RunTime } from '../../tables/run/past-runs.js';
import { nominalSampleUs } from './nominal-latency.js';

/** Where the numbers of a cost come from: runs on the very pool, runs of the scenario on other pools, or nowhere. */
export type CostBasis = 'pool' | 'scenario' | 'nominal';

/** What runs cost in one scenario on one pool. */
export interface RunCost {
  /** Phone time of a run beside its inferences: files, starting the tool, checking the phone. */
  readonly overheadMs: number;
  /** What it was at the least. */
  readonly leastOverheadMs: number;
  /** How many times as long as nominally inferences take. */
  readonly slowness: number;
  readonly basis: CostBasis;
  /** How many past runs tell it. */
  readonly runs: number;
}

/** What runs may cost where none told it. */
export const nominalCost: RunCost = {
  overheadMs: 800,
  leastOverheadMs: 400,
  slowness: 1,
  basis: 'nominal',
  runs: 0,
};

const mostRuns = 60;
/** Past runs at a place that tell what one costs there. */
export const fewestRuns = 3;

/** What runs cost, from the latest past ones of the scenario: those on the pool where there are enough, else those on any. */
export async function readRunCost(
  database: Database,
  scenarioKey: string,
  poolKey: string,
): Promise<RunCost> {
  const rows = await readPastRuns(database.pool, scenarioKey, poolKey, mostRuns);
  const own = rows.filter(({ samePool }) => samePool);
  if (own.length >= fewestRuns) return costOfRuns(own, 'pool');
  return rows.length >= fewestRuns ? costOfRuns(rows, 'scenario') : nominalCost;
}

function costOfRuns(runs: readonly PastRun[], basis: CostBasis): RunCost {
  const slowness = runs.flatMap(({ spec, inferenceMs }) => {
    const nominalUs = understoodNominalUs(spec);
    return nominalUs > 0 ? [(1000 * inferenceMs) / nominalUs] : [];
  });
  const overheadsMs = runs.map(overheadOf);
  return {
    overheadMs: meanOverheadMs(runs),
    leastOverheadMs: Math.min(...overheadsMs),
    slowness: slowness.length === 0 ? 1 : median(slowness),
    basis,
    runs: runs.length,
  };
}

/** Phone time of runs beside their inferences: the mean, for what now and then takes long (cooling, another try) is paid for too. */
export function meanOverheadMs(runs: readonly RunTime[]): number {
  return mean(runs.map(overheadOf));
}

function overheadOf({ busyMs, inferenceMs, inferences }: RunTime): number {
  return Math.max(0, busyMs - inferences * inferenceMs);
}

/** 0 for what this version of the program does not understand. */
function understoodNominalUs(spec: SampleSpec): number {
  try {
    return nominalSampleUs(spec);
  } catch (error) {
    if (error instanceof GraphError) return 0;
    throw error;
  }
}

/** Phone time of one run, ms, of a model whose inference nominally takes `nominalUs`. */
export function runMs(cost: RunCost, measurement: Measurement, nominalUs: number): number {
  return cost.overheadMs + measuringMs(measurement, (cost.slowness * nominalUs) / 1000);
}
