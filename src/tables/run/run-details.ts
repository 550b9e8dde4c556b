import type { RunTimes } from '../../records/run-times.js';
import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import type { ListedRun } from './listed-runs.js';

/** All that is stored of a run, but for its operations and its output. */
export interface RunDetailsRow extends ListedRun, RunTimes {
  readonly key: string;
  readonly sampleKind: 'OPERATIONS' | 'ARCHITECTURE' | 'FILE';
  readonly sampleSpec: SampleSpec;
  readonly campaignSpec: unknown;
  readonly failureBlame: string | null;
  readonly failureMessage: string | null;
  /** How long the phone was held for it, and how long the tool ran. */
  readonly phoneBusyMs: number | null;
  readonly toolMs: number | null;
  readonly clockSource: string | null;
  /** What the tool tells beside the latency: percentiles, memory, nodes that a delegate took over. */
  readonly toolReport: unknown;
  readonly commandLine: readonly string[];
  /** Snapshots as the worker took them: before, during and after. */
  readonly conditions: unknown;
  readonly benchmarkBinarySha256: string | null;
  readonly modelSha256: string | null;
  readonly parserVersion: number | null;
  /** What gave way to a later measurement. */
  readonly earlierMeasurements: readonly unknown[];
  readonly createdAt: Date;
  /** Bytes of the output that is kept, compressed; null where none is. */
  readonly outputBytes: number | null;
}

/** One run; undefined where there is none. */
export async function readRunDetails(connection: Connection, id: string): Promise<RunDetailsRow | undefined> {
  const { rows } = await connection.query<RunDetailsRow>(
    `SELECT r.id, r.key, r."campaignId", c.name AS campaign, c.spec AS "campaignSpec", m.name AS sample, m.kind AS "sampleKind",
            m.spec AS "sampleSpec", s.key AS scenario, p.key AS pool, p."deviceModel", d."serialNumber" AS phone,
            r.repetition, r.attempts, r.state, r.verdict, r."verdictReason", r."failureCode", r."failureBlame", r."failureMessage",
            r."createdAt", r."startedAt", r."finishedAt", r."phoneBusyMs", r."toolMs", r."initUs", r."firstInferenceUs",
            r."warmupMeanUs", r."inferenceMeanUs", r."inferenceStdUs", r."inferenceMinUs", r."inferenceMaxUs", r."inferenceCount",
            r."operationSumUs", r."clockSource", r."commandLine", r.conditions, r."benchmarkBinarySha256", r."modelSha256",
            r."parserVersion", r."toolReport", r."earlierMeasurements",
            (SELECT octet_length(o."stdoutGzip") + octet_length(o."stderrGzip") + coalesce(octet_length(o."profileGzip"), 0)
                    + coalesce(octet_length(o."resultFile"), 0)
                    + coalesce(octet_length(o."profiledStdoutGzip"), 0) + coalesce(octet_length(o."profiledStderrGzip"), 0)
               FROM "RunOutput" o WHERE o."runId" = r.id) AS "outputBytes"
       FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId" JOIN "Sample" m ON m.id = r."sampleId"
       JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
       LEFT JOIN "Phone" d ON d.id = r."phoneId" WHERE r.id = $1`,
    [id],
  );
  return rows[0];
}
