// Runs whose raw output is kept, to be read again.
import { runTimes } from '../../records/run-times.js';
import type { RunTimes } from '../../records/run-times.js';
import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import { unzipped } from '../run-output/kept-output.js';
import type { KeptOutput, ZippedOutput } from '../run-output/kept-output.js';

/** What is stored of a run's measurement, by column; null where it is not known. */
export interface StoredMeasurement extends RunTimes {
  readonly state: string;
  readonly verdict: string | null;
  readonly verdictReason: string | null;
  readonly parserVersion: number | null;
  readonly clockSource: string | null;
  readonly inferenceCount: number | null;
  /** What the tool tells beside the latency. */
  readonly toolReport: unknown;
}

/** A run with its raw output, and what is needed to read it. */
export interface KeptRun {
  readonly id: string;
  readonly sampleId: string;
  readonly stored: StoredMeasurement;
  readonly failureCode: string | null;
  readonly conditions: unknown;
  readonly scenarioKey: string;
  readonly sampleSpec: SampleSpec;
  readonly campaignSpec: unknown;
  /** How the tool was called. */
  readonly commandLine: readonly string[];
  readonly gpuModel: string | null;
  readonly coreClusters: unknown;
  readonly output: KeptOutput;
  /** Another one with every change of the row. */
  readonly rowVersion: string;
}

/** Which runs; all that have an end, were executed here, and have output that is kept. */
export interface KeptRunSelection {
  readonly campaignId?: string;
  readonly runId?: string;
}

const measurementColumns = [
  ...['state', 'verdict', 'verdictReason', 'parserVersion', 'clockSource', 'inferenceCount', 'toolReport'],
  ...runTimes,
];

/** Some runs behind one, those of a sample beside each other. What was printed before the attempt that a run's row tells of is left out. */
export async function readKeptRuns(
  connection: Connection,
  { campaignId, runId }: KeptRunSelection,
  { limit, after }: { readonly limit: number; readonly after?: Pick<KeptRun, 'id' | 'sampleId'> | undefined },
): Promise<KeptRun[]> {
  const { rows } = await connection.query<Omit<KeptRun, 'output'> & ZippedOutput>(
    `SELECT r.id, r."sampleId", json_build_object(${measurementColumns.map((name) => `'${name}', r."${name}"`).join(', ')}) AS stored,
            r."failureCode", r.conditions, r."commandLine", s.key AS "scenarioKey", m.spec AS "sampleSpec", c.spec AS "campaignSpec",
            d."gpuModel", d."coreClusters", r.xmin::text AS "rowVersion",
            o."exitCode", o."stdoutGzip", o."stderrGzip", o."profileGzip", o."resultFile", o."profiledStdoutGzip", o."profiledStderrGzip"
       FROM "Run" r JOIN "RunOutput" o ON o."runId" = r.id JOIN "Campaign" c ON c.id = r."campaignId"
       JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Phone" d ON d.id = r."phoneId"
      WHERE r.state IN ('DONE', 'FAILED') AND ($1::uuid IS NULL OR r."campaignId" = $1) AND ($2::uuid IS NULL OR r.id = $2)
        AND cardinality(r."commandLine") > 0
        AND ($3::uuid IS NULL OR (r."sampleId", r.id) > ($3, $4::uuid))
      ORDER BY r."sampleId", r.id LIMIT $5`,
    [campaignId ?? null, runId ?? null, after?.sampleId ?? null, after?.id ?? null, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    sampleId: row.sampleId,
    stored: row.stored,
    failureCode: row.failureCode,
    conditions: row.conditions,
    scenarioKey: row.scenarioKey,
    sampleSpec: row.sampleSpec,
    campaignSpec: row.campaignSpec,
    commandLine: row.commandLine,
    gpuModel: row.gpuModel,
    coreClusters: row.coreClusters,
    rowVersion: row.rowVersion,
    output: unzipped(row),
  }));
}
