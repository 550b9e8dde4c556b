import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A run of a whole network that may be learned from, and when it ended. */
export interface FreshNetworkRun {
  /** Of the release that answers where it was measured. */
  readonly releaseId: string;
  readonly id: string;
  readonly name: string;
  readonly spec: SampleSpec;
  readonly inferenceMeanUs: number;
  readonly finishedAt: Date;
}

/**
 * Runs of networks that were measured since the release that answers for them was learned and are not judged by it yet, `most` of each release:
 * whenever they were stored, and again those that were measured once more.
 */
export async function readUnjudgedRuns(connection: Connection, most: number): Promise<FreshNetworkRun[]> {
  const { rows } = await connection.query<FreshNetworkRun>(
    `SELECT a.id AS "releaseId", f.*
       FROM "Release" a
      CROSS JOIN LATERAL (
        SELECT r.id, m.name, m.spec, r."inferenceMeanUs", r."finishedAt"
          FROM "Pool" p JOIN "Run" r ON r."scenarioId" = a."scenarioId" AND r."poolId" = p.id JOIN "Sample" m ON m.id = r."sampleId"
          LEFT JOIN "FreshJudgement" j ON j."releaseId" = a.id AND j."runId" = r.id
         WHERE p."deviceModel" = a."deviceModel" AND m.kind <> 'OPERATIONS' AND r.state = 'DONE' AND r.verdict = 'ok'
           AND r."inferenceMeanUs" IS NOT NULL AND r."finishedAt" > a."createdAt" AND j."finishedAt" IS DISTINCT FROM r."finishedAt"
         ORDER BY r."finishedAt", r.id LIMIT $1) f
      WHERE a.state = 'PROMOTED'`,
    [most],
  );
  return rows;
}

/** What a release says of a run. */
export interface FreshJudgementRow {
  readonly runId: string;
  readonly finishedAt: Date;
  /** Null where it says nothing of the network whole. */
  readonly inInterval: boolean | null;
}

/**
 * Keeps what a release says of runs; it replaces what was said of earlier measurements of them. A run that is gone by now is left out. Servers
 * that keep the same ones at once do so in one order, so that none waits for the other in a circle.
 */
export async function storeFreshJudgements(
  connection: Connection,
  releaseId: string,
  judgements: readonly FreshJudgementRow[],
): Promise<void> {
  await connection.query(
    `INSERT INTO "FreshJudgement" ("releaseId", "runId", "finishedAt", "inInterval")
     SELECT $1, r.id, n.at, n.inside
       FROM unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) AS n(run, at, inside) JOIN "Run" r ON r.id = n.run
      ORDER BY r.id
     ON CONFLICT ("releaseId", "runId") DO UPDATE SET "finishedAt" = EXCLUDED."finishedAt", "inInterval" = EXCLUDED."inInterval"`,
    [
      releaseId,
      judgements.map(({ runId }) => runId),
      judgements.map(({ finishedAt }) => finishedAt),
      judgements.map(({ inInterval }) => inInterval),
    ],
  );
}

/** Forgets what releases say of a run: it says something else now, of the same moment. */
export async function forgetFreshJudgements(connection: Connection, runId: string): Promise<void> {
  await connection.query('DELETE FROM "FreshJudgement" WHERE "runId" = $1', [runId]);
}

/** How many runs a release was judged on, and how many of them lie in its intervals. */
export interface JudgedRuns {
  readonly releaseId: string;
  readonly inside: number;
  readonly judged: number;
}

/**
 * Of every release that answers and was judged on any. A measurement counts while it may be learned from: not once it is in doubt, measured
 * again, or given another verdict.
 */
export async function countFreshJudgements(connection: Connection): Promise<JudgedRuns[]> {
  const { rows } = await connection.query<JudgedRuns>(
    `SELECT j."releaseId", count(*) FILTER (WHERE j."inInterval")::int AS inside, count(j."inInterval")::int AS judged
       FROM "Release" a JOIN "FreshJudgement" j ON j."releaseId" = a.id
       JOIN "Run" r ON r.id = j."runId" AND r."finishedAt" = j."finishedAt"
      WHERE a.state = 'PROMOTED' AND r.state = 'DONE' AND r.verdict = 'ok' GROUP BY j."releaseId"`,
  );
  return rows.filter(({ judged }) => judged > 0);
}
