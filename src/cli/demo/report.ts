import { describeGraph } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import type { GraphPrediction } from '../../predictor/index.js';

/** A network's prediction beside its measurement. Errors are relative to the measurement, positive when predicted too long. */
export interface NetworkReport {
  readonly name: string;
  readonly measuredUs: number;
  readonly predictedUs: number;
  readonly errorPercent: number;
  /** Where the measured time is expected with `coverage`. */
  readonly interval: GraphPrediction['interval'];
  /** Verdicts of the runs that were measured. */
  readonly verdicts: readonly string[];
}

/** What the operations of one type take in a network or in several, measured and predicted. */
export interface OperatorReport {
  readonly operator: string;
  readonly count: number;
  readonly measuredUs: number;
  readonly predictedUs: number;
  readonly errorPercent: number;
}

/** A model that the farm could not measure, and why. */
export interface RefusedNetwork {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** What was measured of a network: its inference time, and that of each operation, in microseconds. */
export interface NetworkMeasurement {
  readonly name: string;
  readonly inferenceUs: number;
  readonly operationUs: ReadonlyMap<number, number>;
  readonly verdicts: readonly string[];
}

interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly verdict: string;
  readonly inferenceMeanUs: number;
}

/**
 * Measurements of the .tflite files of a campaign, by name: means over all runs of a file, as predictors learn from all runs of an
 * operation. Runs that may not be learned from count only where there is no better one.
 */
export async function networkMeasurements(
  { pool }: Database,
  campaignId: string,
): Promise<ReadonlyMap<string, NetworkMeasurement>> {
  const { rows } = await pool.query<RunRow>(
    `SELECT r.id, s.name, r.verdict, r."inferenceMeanUs" FROM "Run" r JOIN "Sample" s ON s.id = r."sampleId"
      WHERE r."campaignId" = $1 AND s.kind = 'FILE' AND r.state = 'DONE' AND r."inferenceMeanUs" IS NOT NULL
      ORDER BY s.name, r.repetition`,
    [campaignId],
  );
  const measurements = new Map<string, NetworkMeasurement>();
  for (const name of new Set(rows.map((row) => row.name))) {
    const all = rows.filter((row) => row.name === name);
    const good = all.filter(({ verdict }) => verdict === 'ok');
    const runs = good.length > 0 ? good : all;
    measurements.set(name, {
      name,
      inferenceUs: runs.reduce((sum, { inferenceMeanUs }) => sum + inferenceMeanUs, 0) / runs.length,
      operationUs: await operationTimes(
        pool,
        runs.map(({ id }) => id),
      ),
      verdicts: all.map(({ verdict }) => verdict),
    });
  }
  return measurements;
}

async function operationTimes(
  pool: Database['pool'],
  runIds: readonly string[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ operationIndex: number; meanUs: number }>(
    `SELECT "operationIndex", sum("meanUs") / $2 AS "meanUs" FROM "OpTiming"
      WHERE "runId" = ANY($1::uuid[]) AND "operationIndex" IS NOT NULL GROUP BY "operationIndex"`,
    [runIds, runIds.length],
  );
  return new Map(rows.map(({ operationIndex, meanUs }) => [operationIndex, meanUs]));
}

/** The models of a campaign of which no run succeeded. */
export async function refusedNetworks({ pool }: Database, campaignId: string): Promise<RefusedNetwork[]> {
  const { rows } = await pool.query<RefusedNetwork>(
    `SELECT DISTINCT ON (s.name) s.name, r."failureCode" AS code, r."failureMessage" AS reason
       FROM "Run" r JOIN "Sample" s ON s.id = r."sampleId"
      WHERE r."campaignId" = $1 AND r.state = 'FAILED'
        AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."sampleId" = s.id AND o.state = 'DONE')
      ORDER BY s.name, r."finishedAt"`,
    [campaignId],
  );
  return rows;
}

export function reportNetwork(measurement: NetworkMeasurement, prediction: GraphPrediction): NetworkReport {
  const { name, inferenceUs: measuredUs, verdicts } = measurement;
  const { totalUs: predictedUs, interval } = prediction;
  return {
    name,
    measuredUs,
    predictedUs,
    errorPercent: errorPercent(measuredUs, predictedUs),
    interval,
    verdicts,
  };
}

/** A network that was predicted and measured. */
export interface ComparedNetwork {
  readonly graph: Graph;
  readonly measurement: NetworkMeasurement;
  readonly prediction: GraphPrediction;
}

/** The operations of all networks by operator, those that take longest first. Operations that only unpack weights stand apart. */
export function reportOperators(networks: readonly ComparedNetwork[]): OperatorReport[] {
  const sums = new Map<string, { count: number; measuredUs: number; predictedUs: number }>();
  for (const { graph, measurement, prediction } of networks) {
    const predictedUs = new Map(prediction.operations.map((each) => [each.index, each.predictedUs]));
    for (const { index, operator, unpacksWeights } of describeGraph(graph).operations) {
      const name = unpacksWeights ? `${operator} of weights` : operator;
      const sum = sums.get(name) ?? { count: 0, measuredUs: 0, predictedUs: 0 };
      sums.set(name, {
        count: sum.count + 1,
        measuredUs: sum.measuredUs + (measurement.operationUs.get(index) ?? 0),
        predictedUs: sum.predictedUs + (predictedUs.get(index) ?? 0),
      });
    }
  }
  return [...sums]
    .map(([operator, sum]) => ({
      operator,
      ...sum,
      errorPercent: errorPercent(sum.measuredUs, sum.predictedUs),
    }))
    .toSorted((a, b) => b.measuredUs - a.measuredUs);
}

/** Mean of the errors' sizes, in percent; 0 for no networks. */
export function meanErrorPercent(networks: readonly { readonly errorPercent: number }[]): number {
  const sum = networks.reduce((total, { errorPercent: error }) => total + Math.abs(error), 0);
  return networks.length === 0 ? 0 : sum / networks.length;
}

function errorPercent(measuredUs: number, predictedUs: number): number {
  return measuredUs === 0 ? 0 : ((predictedUs - measuredUs) / measuredUs) * 100;
}
