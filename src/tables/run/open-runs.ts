import { delegates } from '../../graph/precision/delegates.js';
import { toolKindFor } from '../../records/benchmark-tool-kind.js';
import type { Verdict } from '../../records/run.js';
import type { SampleSpec } from '../../records/sample.js';
import type { KnownBinary } from '../benchmark-binary/benchmark-binaries.js';
import type { Connection } from '../connection.js';

/** A run that is to be executed, as rows tell it. */
export interface TaskRow {
  readonly id: string;
  readonly campaignId: string;
  readonly attempts: number;
  readonly verdict: Verdict | null;
  readonly sampleName: string;
  readonly sampleSpec: SampleSpec;
  readonly scenarioKey: string;
  readonly campaignSpec: unknown;
}

/** Those of some runs that are open and whose campaigns run, in the order of the ids. */
export async function readTasks(connection: Connection, runIds: readonly string[]): Promise<TaskRow[]> {
  const { rows } = await connection.query<TaskRow>(
    `SELECT run.id, run."campaignId", run.attempts, run.verdict, sample.name AS "sampleName", sample.spec AS "sampleSpec",
            scenario.key AS "scenarioKey", campaign.spec AS "campaignSpec"
     FROM "Run" AS run JOIN unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, place) ON wanted.id = run.id
     JOIN "Sample" AS sample ON sample.id = run."sampleId"
     JOIN "Scenario" AS scenario ON scenario.id = run."scenarioId"
     JOIN "Campaign" AS campaign ON campaign.id = run."campaignId"
     WHERE run.state IN ('PENDING', 'RUNNING') AND campaign.state = 'RUNNING'
     ORDER BY wanted.place`,
    [runIds],
  );
  return rows;
}

/** Open runs of a campaign that only one benchmark tool can execute. */
export interface NeedingRuns {
  readonly campaign: string;
  readonly runs: number;
}

/** Open runs of the tool's kind and version on phones of its ABI that no other tool would do for, by campaign. */
export async function readRunsNeeding(
  connection: Connection,
  { sha256, kind, abi, runtimeVersion }: KnownBinary,
): Promise<NeedingRuns[]> {
  const { rows } = await connection.query<NeedingRuns>(
    `SELECT c.name AS campaign, count(*)::int AS runs
     FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId" JOIN "Scenario" s ON s.id = r."scenarioId"
     WHERE c.state IN ('RUNNING', 'PAUSED') AND r.state IN ('PENDING', 'RUNNING') AND s."runtimeVersion" = $1
       AND s.delegate = ANY($5::text[])
       AND EXISTS (SELECT 1 FROM "Phone" p WHERE p."poolId" = r."poolId" AND $2 = ANY(p.abis))
       AND NOT EXISTS (SELECT 1 FROM "BenchmarkBinary" b JOIN "Phone" p ON b.abi = ANY(p.abis)
         WHERE p."poolId" = r."poolId" AND b."runtimeVersion" = $1 AND b.kind = $4 AND b.sha256 <> $3 AND b."removedAt" IS NULL)
     GROUP BY c.name ORDER BY c.name`,
    [runtimeVersion, abi, sha256, kind, delegates.filter((delegate) => toolKindFor(delegate) === kind)],
  );
  return rows;
}
