import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** What a measured run took, and what it was of. */
export interface PastRun {
  readonly samePool: boolean;
  readonly spec: SampleSpec;
  readonly busyMs: number;
  readonly inferenceMs: number;
  readonly inferences: number;
}

/** What a run took beside what it was of. */
export type RunTime = Omit<PastRun, 'spec'>;

/** The latest runs at each of some places, `most` of each: their times, by the place's position in the list. */
export async function readPlaceRuns(
  connection: Connection,
  places: readonly { readonly scenarioKey: string; readonly poolKey: string }[],
  most: number,
): Promise<(RunTime & { readonly place: number })[]> {
  const { rows } = await connection.query<RunTime & { place: number }>(
    `SELECT w.place::int - 1 AS place, true AS "samePool", r."phoneBusyMs" AS "busyMs",
            r."inferenceMeanUs" / 1000 AS "inferenceMs", r."inferenceCount" + 1 AS inferences
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w("scenarioKey", "poolKey", place)
       JOIN "Scenario" s ON s.key = w."scenarioKey" JOIN "Pool" p ON p.key = w."poolKey"
      CROSS JOIN LATERAL (
        SELECT r."phoneBusyMs", r."inferenceMeanUs", r."inferenceCount" FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId"
         WHERE r."scenarioId" = s.id AND r."poolId" = p.id AND ${isPast}
         ORDER BY r."finishedAt" DESC LIMIT $3) r`,
    [places.map(({ scenarioKey }) => scenarioKey), places.map(({ poolKey }) => poolKey), most],
  );
  return rows;
}

/** Runs that tell what runs take; none of a user's file, whose size nobody knows. */
const isPast = `r.state = 'DONE' AND m.kind <> 'FILE' AND r."phoneBusyMs" IS NOT NULL AND r."inferenceMeanUs" > 0 AND r."inferenceCount" > 0`;

/** The latest runs in a scenario, those on a pool before those on others; of no user's file, whose size nobody knows. */
export async function readPastRuns(
  connection: Connection,
  scenarioKey: string,
  poolKey: string,
  most: number,
): Promise<PastRun[]> {
  const { rows } = await connection.query<PastRun>(
    `SELECT p.key = $2 AS "samePool", m.spec, r."phoneBusyMs" AS "busyMs",
            r."inferenceMeanUs" / 1000 AS "inferenceMs", r."inferenceCount" + 1 AS inferences
       FROM "Scenario" s CROSS JOIN "Pool" p
      CROSS JOIN LATERAL (
        SELECT r.* FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId"
         WHERE r."scenarioId" = s.id AND r."poolId" = p.id AND ${isPast}
         ORDER BY r."finishedAt" DESC LIMIT $3) r
       JOIN "Sample" m ON m.id = r."sampleId"
      WHERE s.key = $1
      ORDER BY p.key = $2 DESC, r."finishedAt" DESC LIMIT $3`,
    [scenarioKey, poolKey, most],
  );
  return rows;
}

/**
 * How far apart a pool measured equal models in runs that followed each other: the median absolute difference of the logarithms of their
 * latencies, null where there are none.
 */
export async function readRepeatDifferences(
  connection: Connection,
  scenarioKey: string,
  poolKey: string,
): Promise<{ readonly repeats: number; readonly difference: number | null }> {
  const { rows } = await connection.query<{ repeats: number; difference: number | null }>(
    `SELECT count(difference)::int AS repeats, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(difference)) AS difference
       FROM (SELECT ln(r."inferenceMeanUs") - lag(ln(r."inferenceMeanUs"))
                      OVER (PARTITION BY m."contentHash" ORDER BY r."finishedAt", r.id) AS difference
               FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId"
               JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
              WHERE s.key = $1 AND p.key = $2 AND r.state = 'DONE' AND r.verdict = 'ok' AND r."inferenceMeanUs" > 0) repeats`,
    [scenarioKey, poolKey],
  );
  return rows[0] ?? { repeats: 0, difference: null };
}

/** Other places than this one that were measured in any of some scenarios (null: in any), those with the most runs first. */
export async function readOtherPlaces(
  connection: Connection,
  { scenarioKey, poolKey }: { readonly scenarioKey: string; readonly poolKey: string },
  among: readonly string[] | null,
): Promise<{ readonly scenarioKey: string; readonly poolKey: string }[]> {
  const { rows } = await connection.query<{ scenarioKey: string; poolKey: string }>(
    `SELECT s.key AS "scenarioKey", p.key AS "poolKey"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE NOT (s.key = $1 AND p.key = $2) AND ($3::text[] IS NULL OR s.key = ANY($3))
        AND r.state = 'DONE' AND r.verdict = 'ok'
      GROUP BY s.key, p.key ORDER BY count(*) DESC, s.key, p.key`,
    [scenarioKey, poolKey, among],
  );
  return rows;
}

/** Device models with runs of verdict `ok` in a scenario, in alphabetical order. */
export async function readMeasuredDeviceModels(
  connection: Connection,
  scenarioKey: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ deviceModel: string }>(
    `SELECT DISTINCT p."deviceModel" FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
     WHERE s.key = $1 AND r.verdict = 'ok' ORDER BY 1`,
    [scenarioKey],
  );
  return rows.map(({ deviceModel }) => deviceModel);
}
