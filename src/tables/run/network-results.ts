import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** What was measured of a network in a scenario on a pool, over all repetitions; microseconds, null where nothing was. */
export interface NetworkResultRow {
  /** The network's place in its campaign. */
  readonly ordinal: number;
  readonly sample: string;
  readonly sampleSpec: SampleSpec;
  readonly scenario: string;
  readonly pool: string;
  readonly deviceModel: string;
  readonly runs: number;
  readonly open: number;
  readonly failed: number;
  /** Runs that the numbers rest on: those with verdict `ok`, or all where none has it. */
  readonly measured: number;
  readonly isOk: boolean;
  readonly meanUs: number | null;
  /** The least and the greatest mean of a run. */
  readonly leastMeanUs: number | null;
  readonly greatestMeanUs: number | null;
  /** Of one inference within a run: root of the mean square over the runs. */
  readonly inferenceStdUs: number | null;
  readonly verdicts: readonly string[];
  readonly failures: readonly string[];
}

/** Which networks of a campaign, in the order of their places. */
export interface NetworkPage {
  readonly networks: number;
  readonly afterOrdinal: number;
}

/** Networks of a campaign, a row for each scenario and pool. Reads no more than the runs of the page's networks. */
export async function readNetworkResults(
  connection: Connection,
  campaignId: string,
  { networks, afterOrdinal }: NetworkPage,
): Promise<NetworkResultRow[]> {
  const { rows } = await connection.query<NetworkResultRow>(
    `WITH page AS MATERIALIZED (
       SELECT id, ordinal, name, spec FROM "Sample"
        WHERE "campaignId" = $1 AND kind <> 'OPERATIONS' AND ordinal > $2 ORDER BY ordinal LIMIT $3),
     grouped AS (
       SELECT r."sampleId", r."scenarioId", r."poolId", count(*)::int AS runs,
              count(*) FILTER (WHERE r.state IN ('PENDING', 'RUNNING'))::int AS open,
              count(*) FILTER (WHERE r.state = 'FAILED')::int AS failed,
              bool_or(r.verdict = 'ok' AND r.state = 'DONE') AS "anyOk",
              coalesce(array_agg(DISTINCT r.verdict) FILTER (WHERE r.state = 'DONE' AND r.verdict IS NOT NULL), '{}') AS verdicts,
              coalesce(array_agg(DISTINCT r."failureCode") FILTER (WHERE r.state = 'FAILED' AND r."failureCode" IS NOT NULL), '{}') AS failures
         FROM "Run" r WHERE r."sampleId" IN (SELECT id FROM page) GROUP BY 1, 2, 3)
     SELECT page.ordinal, page.name AS sample, page.spec AS "sampleSpec", s.key AS scenario, p.key AS pool, p."deviceModel",
            g.runs, g.open, g.failed, coalesce(g."anyOk", false) AS "isOk", g.verdicts, g.failures, numbers.*
       FROM grouped g JOIN page ON page.id = g."sampleId" JOIN "Scenario" s ON s.id = g."scenarioId" JOIN "Pool" p ON p.id = g."poolId"
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS measured, avg(r."inferenceMeanUs") AS "meanUs", min(r."inferenceMeanUs") AS "leastMeanUs",
               max(r."inferenceMeanUs") AS "greatestMeanUs", sqrt(avg(r."inferenceStdUs" ^ 2)) AS "inferenceStdUs"
          FROM "Run" r
         WHERE r."sampleId" = g."sampleId" AND r."scenarioId" = g."scenarioId" AND r."poolId" = g."poolId"
           AND r.state = 'DONE' AND r."inferenceMeanUs" IS NOT NULL AND (g."anyOk" IS NOT TRUE OR r.verdict = 'ok')) numbers
      ORDER BY page.ordinal, s.key, p.key`,
    [campaignId, afterOrdinal, networks],
  );
  return rows;
}
