import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A run of a whole network that may be learned from, and when it ended. */
export interface FreshNetworkRun {
  readonly id: string;
  readonly name: string;
  readonly spec: SampleSpec;
  readonly inferenceMeanUs: number;
  readonly finishedAt: Date;
}

/** A release, and where it answers. */
export interface JudgedPlace {
  readonly releaseId: string;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** When it was learned: what was measured before is not fresh. */
  readonly createdAt: Date;
}

/**
 * Runs of networks that were measured since a release was learned and are not judged by it yet, `most` of them: whenever they were stored, and
 * again those that were measured once more.
 */
export async function readUnjudgedRuns(
  connection: Connection,
  { releaseId, deviceModel, scenarioKey, createdAt }: JudgedPlace,
  most: number,
): Promise<FreshNetworkRun[]> {
  const { rows } = await connection.query<FreshNetworkRun>(
    `SELECT r.id, m.name, m.spec, r."inferenceMeanUs", r."finishedAt"
       FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId"
       JOIN "Pool" p ON p.id = r."poolId"
       LEFT JOIN "FreshJudgement" j ON j."releaseId" = $1 AND j."runId" = r.id
      WHERE p."deviceModel" = $2 AND s.key = $3 AND m.kind <> 'OPERATIONS' AND r.state = 'DONE' AND r.verdict = 'ok'
        AND r."inferenceMeanUs" IS NOT NULL AND r."finishedAt" > $4 AND j."finishedAt" IS DISTINCT FROM r."finishedAt"
      ORDER BY r."finishedAt", r.id LIMIT $5`,
    [releaseId, deviceModel, scenarioKey, createdAt, most],
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

/** Keeps what a release says of runs; it replaces what was said of earlier measurements of them. A run that is gone by now is left out. */
export async function storeFreshJudgements(
  connection: Connection,
  releaseId: string,
  judgements: readonly FreshJudgementRow[],
): Promise<void> {
  await connection.query(
    `INSERT INTO "FreshJudgement" ("releaseId", "runId", "finishedAt", "inInterval")
     SELECT $1, r.id, n.at, n.inside
       FROM unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) AS n(run, at, inside) JOIN "Run" r ON r.id = n.run
     ON CONFLICT ("releaseId", "runId") DO UPDATE SET "finishedAt" = EXCLUDED."finishedAt", "inInterval" = EXCLUDED."inInterval"`,
    [
      releaseId,
      judgements.map(({ runId }) => runId),
      judgements.map(({ finishedAt }) => finishedAt),
      judgements.map(({ inInterval }) => inInterval),
    ],
  );
}

/** How many runs a release was judged on, and how many of them lie in its intervals. */
export async function countFreshJudgements(
  connection: Connection,
  releaseId: string,
): Promise<{ readonly inside: number; readonly judged: number }> {
  const { rows } = await connection.query<{ inside: number; judged: number }>(
    `SELECT count(*) FILTER (WHERE "inInterval")::int AS inside, count("inInterval")::int AS judged
       FROM "FreshJudgement" WHERE "releaseId" = $1`,
    [releaseId],
  );
  return rows[0] ?? { inside: 0, judged: 0 };
}
