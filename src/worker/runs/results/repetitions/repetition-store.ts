import type { PoolClient } from 'pg';

import type { RunMeasurement } from '../run-result.js';
import type { RepeatedMeasurement } from './agreement.js';
import type { Repetition } from './judge-repetitions.js';

/** A measurement that gave way to a later one, as the column `earlierMeasurements` of a run keeps it. */
export interface EarlierMeasurement extends Partial<RepeatedMeasurement> {
  readonly verdict: string;
  readonly reason?: string;
  readonly phoneId: string;
  readonly finishedAt: string;
}

/** A run and the other repetitions of its sample in its scenario on its pool. */
export interface RunGroup {
  /** Whether the run itself has no end yet. */
  readonly isOpen: boolean;
  readonly repetitions: readonly Repetition[];
  /** What the run itself measured before and gave up because it was in doubt. */
  readonly gaveWay: readonly RepeatedMeasurement[];
}

interface RunRow {
  readonly id: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly inferenceMeanUs: number | null;
  readonly inferenceStdUs: number | null;
  readonly inferenceCount: number | null;
  readonly earlierMeasurements: readonly EarlierMeasurement[];
}

/**
 * Reads a run with its repetitions, and locks them all, in the order of their ids: two workers that end repetitions of one sample at once
 * then wait for each other, not in a ring.
 */
export async function lockGroup(client: PoolClient, runId: string): Promise<RunGroup> {
  const { rows } = await client.query<RunRow>(
    `SELECT r."id", r."state", r."verdict", r."inferenceMeanUs", r."inferenceStdUs", r."inferenceCount", r."earlierMeasurements"
     FROM "Run" r JOIN "Run" own ON own."id" = $1
     WHERE r."sampleId" = own."sampleId" AND r."scenarioId" = own."scenarioId" AND r."poolId" = own."poolId"
     ORDER BY r."id" FOR UPDATE OF r`,
    [runId],
  );
  const own = rows.find(({ id }) => id === runId);
  const others = rows.filter(
    ({ id, state, verdict }) =>
      id !== runId && state === 'DONE' && ['ok', 'doubtful'].includes(verdict ?? ''),
  );
  const operations = await operationTimes(
    client,
    others.map(({ id }) => id),
  );
  return {
    isOpen: own !== undefined && ['PENDING', 'RUNNING'].includes(own.state),
    repetitions: others.map(({ id, verdict, inferenceMeanUs, inferenceStdUs, inferenceCount }) => ({
      runId: id,
      trusted: verdict === 'ok',
      measurement: repeated({ inferenceMeanUs, inferenceStdUs, inferenceCount }, operations.get(id) ?? []),
    })),
    gaveWay: (own?.earlierMeasurements ?? []).flatMap(({ verdict, inferenceMeanUs, ...earlier }) => {
      if (verdict !== 'doubtful' || inferenceMeanUs === undefined) return [];
      const { standardErrorUs = 0, operationsUs = [] } = earlier;
      return [{ inferenceMeanUs, standardErrorUs, operationsUs }];
    }),
  };
}

async function operationTimes(
  client: PoolClient,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (runIds.length === 0) return new Map();
  const { rows } = await client.query<{ runId: string; timesUs: number[] }>(
    `SELECT "runId", array_agg("meanUs" ORDER BY "ordinal") AS "timesUs" FROM "OpTiming" WHERE "runId" = ANY($1) GROUP BY "runId"`,
    [runIds],
  );
  return new Map(rows.map(({ runId, timesUs }) => [runId, timesUs]));
}

/** What is compared of a measurement. */
export function repeatedMeasurement(measurement: RunMeasurement): RepeatedMeasurement {
  return repeated(
    measurement,
    measurement.operations.map(({ meanUs }) => meanUs),
  );
}

interface Inferences {
  readonly inferenceMeanUs?: number | null;
  readonly inferenceStdUs?: number | null;
  readonly inferenceCount?: number | null;
}

function repeated(inferences: Inferences, operationsUs: readonly number[]): RepeatedMeasurement {
  const { inferenceMeanUs, inferenceStdUs, inferenceCount } = inferences;
  return {
    inferenceMeanUs: inferenceMeanUs ?? 0,
    standardErrorUs: (inferenceStdUs ?? 0) / Math.sqrt(Math.max(1, inferenceCount ?? 1)),
    operationsUs,
  };
}

/**
 * Puts stored repetitions in doubt: they are open again where they may be measured again, and stay as they are otherwise, with a verdict
 * that keeps everyone from learning of them. What was measured stays in their history.
 */
export async function putInDoubt(
  client: PoolClient,
  doubted: readonly { readonly runId: string; readonly reason: string }[],
  repetitions: readonly Repetition[],
  maxMeasurements: number,
): Promise<void> {
  for (const { runId, reason } of doubted) {
    const measurement = repetitions.find((repetition) => repetition.runId === runId)?.measurement;
    await client.query(
      `UPDATE "Run" SET "verdict" = 'doubtful', "verdictReason" = $2,
         "state" = CASE WHEN "attempts" < $4 THEN 'PENDING'::"RunState" ELSE "state" END,
         "earlierMeasurements" = CASE WHEN "attempts" < $4 THEN "earlierMeasurements" || jsonb_build_array(
           $3::jsonb || jsonb_build_object('phoneId', "phoneId", 'finishedAt', "finishedAt")) ELSE "earlierMeasurements" END
       WHERE "id" = $1`,
      [runId, reason, JSON.stringify({ verdict: 'doubtful', reason, ...measurement }), maxMeasurements],
    );
    await client.query(
      `DELETE FROM "OpTiming" t USING "Run" r WHERE t."runId" = $1 AND r."id" = $1 AND r."state" = 'PENDING'`,
      [runId],
    );
  }
}
