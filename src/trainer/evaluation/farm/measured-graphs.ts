import { GraphError } from '../../../graph/index.js';
import type { Graph } from '../../../graph/index.js';
import type { Database } from '../../../platform/database/index.js';
import { readOperationTimes } from '../../../tables/op-timing/training-timings.js';
import { readNetworkRuns } from '../../../tables/run/network-runs.js';
import type { NetworkRun } from '../../../tables/run/network-runs.js';
import { misplacedSampleIds } from '../../../tables/sample/misplaced-samples.js';
import { graphOfSample } from '../../../tables/sample/sample-graph.js';
import { groupBy } from '../../material/latency-rows.js';

/** A network that the farm measured: its graph, and means over its runs, µs. */
export interface MeasuredGraph {
  readonly name: string;
  readonly contentHash: string;
  readonly graph: Graph;
  /** One inference, as the benchmark tool tells it of the run as a whole. */
  readonly inferenceUs: number;
  /** Time of each operation in the profile of the run, by its index in the graph. */
  readonly operationUs: ReadonlyMap<number, number>;
  /** Of every run that was measured. */
  readonly verdicts: readonly string[];
}

/** A network that was measured and of which this program makes no graph: another one's, or a file that is gone. */
export interface UndescribedNetwork {
  readonly name: string;
  readonly reason: string;
}

export interface MeasuredGraphs {
  readonly networks: readonly MeasuredGraph[];
  readonly undescribed: readonly UndescribedNetwork[];
}

/** Which measurements. */
export interface MeasuredGraphQuery {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Only of this campaign. */
  readonly campaignId?: string;
}

/**
 * The networks of the scenario's precision that were measured on a device model, in alphabetical order. Runs that may not be learned from count only
 * where there is no better one.
 */
export async function readMeasuredGraphs(
  { pool }: Database,
  { deviceModel, scenarioKey, campaignId }: MeasuredGraphQuery,
): Promise<MeasuredGraphs> {
  const exceptSampleIds = await misplacedSampleIds(pool, scenarioKey);
  const places = { deviceModel, scenarioKey, campaignId: campaignId ?? null, exceptSampleIds };
  const rows = await readNetworkRuns(pool, places);
  const networks: MeasuredGraph[] = [];
  const undescribed: UndescribedNetwork[] = [];
  for (const runs of groupBy(rows, ({ contentHash }) => contentHash).values()) {
    const { name, spec } = runs[0] as NetworkRun;
    try {
      networks.push(await measuredGraph(pool, runs, await graphOfSample(pool, spec)));
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      undescribed.push({ name, reason: error.message });
    }
  }
  return { networks, undescribed };
}

async function measuredGraph(
  pool: Database['pool'],
  all: readonly NetworkRun[],
  graph: Graph,
): Promise<MeasuredGraph> {
  const good = all.filter(({ verdict }) => verdict === 'ok');
  const runs = good.length > 0 ? good : all;
  const { name, contentHash } = all[0] as NetworkRun;
  const ids = runs.map(({ id }) => id);
  return {
    name,
    contentHash,
    graph,
    inferenceUs: runs.reduce((sum, { inferenceMeanUs }) => sum + inferenceMeanUs, 0) / runs.length,
    operationUs: await readOperationTimes(pool, ids),
    verdicts: all.map(({ verdict }) => verdict),
  };
}
