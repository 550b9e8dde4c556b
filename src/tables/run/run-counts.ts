import type { RunState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';
import type { MeasuredPlace } from '../packing-judgement/packing-judgements.js';

/** Runs of a campaign that are alike in state, verdict and failure. */
export interface RunGroup {
  readonly campaignId: string;
  readonly state: RunState;
  readonly verdict: string | null;
  readonly failureCode: string | null;
  readonly count: number;
  /** Those of which is known how long they held a phone. */
  readonly measured: number;
  readonly phoneBusyMs: number;
  readonly toolMs: number;
}

/** The runs of some campaigns, counted. */
export async function readRunGroups(
  connection: Connection,
  campaignIds: readonly string[],
): Promise<RunGroup[]> {
  const { rows } = await connection.query<RunGroup>(
    `SELECT "campaignId", state, verdict, "failureCode", count(*)::int AS count, count("phoneBusyMs")::int AS measured,
            coalesce(sum("phoneBusyMs"), 0) AS "phoneBusyMs", coalesce(sum("toolMs"), 0) AS "toolMs"
       FROM "Run" WHERE "campaignId" = ANY($1::uuid[]) GROUP BY "campaignId", state, verdict, "failureCode"`,
    [campaignIds],
  );
  return rows;
}

/** Open runs of a campaign on a pool, and the phones that are ready there. */
export interface OpenRuns {
  readonly campaignId: string;
  readonly runs: number;
  readonly phones: number;
}

/** For each of some campaigns, the pools that have any of its open runs. */
export async function readOpenRunsByPool(
  connection: Connection,
  campaignIds: readonly string[],
): Promise<OpenRuns[]> {
  const { rows } = await connection.query<OpenRuns>(
    `SELECT o."campaignId", o.runs, coalesce(r.phones, 0) AS phones
       FROM (SELECT "campaignId", "poolId", count(*)::int AS runs FROM "Run"
              WHERE "campaignId" = ANY($1::uuid[]) AND state IN ('PENDING', 'RUNNING') GROUP BY "campaignId", "poolId") o
       LEFT JOIN (SELECT "poolId", count(*)::int AS phones FROM "Phone" WHERE state = 'READY' GROUP BY "poolId") r USING ("poolId")`,
    [campaignIds],
  );
  return rows;
}

/** Runs of a campaign in a scenario on a pool: how many are open, and the phone time that the others took. */
export async function readUsage(
  connection: Connection,
  { campaignId, scenarioKey, poolKey }: MeasuredPlace,
): Promise<{ readonly open: number; readonly busyMs: number }> {
  const { rows } = await connection.query<{ open: number; busyMs: number }>(
    `SELECT count(*) FILTER (WHERE r.state IN ('PENDING', 'RUNNING'))::int AS open,
            coalesce(sum(r."phoneBusyMs"), 0) AS "busyMs"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE r."campaignId" = $1 AND s.key = $2 AND p.key = $3`,
    [campaignId, scenarioKey, poolKey],
  );
  return rows[0] ?? { open: 0, busyMs: 0 };
}

/** Where a campaign has measured. None while any of its runs is open. */
export async function readFinishedPlaces(
  connection: Connection,
  campaignId: string,
): Promise<MeasuredPlace[]> {
  const { rows } = await connection.query<MeasuredPlace>(
    `SELECT r."campaignId", s.key AS "scenarioKey", p.key AS "poolKey"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE r."campaignId" = $1
        AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."campaignId" = $1 AND o.state IN ('PENDING', 'RUNNING'))
      GROUP BY r."campaignId", s.key, p.key`,
    [campaignId],
  );
  return rows;
}

/** How many runs of a phone ended with a verdict, or with the code of a failure; the most frequent first. */
export async function readOutcomes(
  connection: Connection,
  phoneId: string,
): Promise<{ readonly outcome: string; readonly count: number }[]> {
  const { rows } = await connection.query<{ outcome: string; count: number }>(
    `SELECT CASE state WHEN 'DONE' THEN verdict ELSE "failureCode" END AS outcome, count(*)::int AS count
       FROM "Run" WHERE "phoneId" = $1 AND state IN ('DONE', 'FAILED') GROUP BY 1 ORDER BY 2 DESC, 1`,
    [phoneId],
  );
  return rows;
}

/** How many runs were measured with a benchmark tool. */
export async function countRunsWithBinary(connection: Connection, sha256: string): Promise<number> {
  const { rows } = await connection.query<{ runs: number }>(
    'SELECT count(*)::int AS runs FROM "Run" WHERE "benchmarkBinarySha256" = $1',
    [sha256],
  );
  return rows[0]?.runs ?? 0;
}
