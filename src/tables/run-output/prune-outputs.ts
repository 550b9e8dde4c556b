import type { Connection } from '../connection.js';

/** Which outputs: of runs that ended so long ago. What imports are made from is kept in the place of an output, and stays. */
export interface OldOutputs {
  readonly olderThanDays: number;
  readonly campaignId: string | null;
  /** Verdicts whose outputs stay: those that somebody may want to look into. */
  readonly exceptVerdicts: readonly string[];
  readonly exceptFailed: boolean;
}

/** How many outputs there are, and how many bytes they take, compressed. */
export interface OutputSize {
  readonly runs: number;
  readonly bytes: number;
}

const bytesOf = `octet_length(o."stdoutGzip") + octet_length(o."stderrGzip") + coalesce(octet_length(o."profileGzip"), 0)
  + coalesce(octet_length(o."resultFile"), 0)
  + coalesce(octet_length(o."profiledStdoutGzip"), 0) + coalesce(octet_length(o."profiledStderrGzip"), 0)`;

/** The server's clock counts: those of hosts may differ. */
const isOld = `r."phoneId" IS NOT NULL AND r.state IN ('DONE', 'FAILED', 'CANCELLED', 'SPLIT')
  AND r."finishedAt" < now() - make_interval(days => $1) AND ($2::uuid IS NULL OR r."campaignId" = $2)
  AND NOT (r.state = 'DONE' AND r.verdict = ANY($3)) AND NOT ($4 AND r.state = 'FAILED')`;

const valuesOf = ({ olderThanDays, campaignId, exceptVerdicts, exceptFailed }: OldOutputs) => [
  olderThanDays,
  campaignId,
  exceptVerdicts,
  exceptFailed,
];

export async function measureOldOutputs(connection: Connection, old: OldOutputs): Promise<OutputSize> {
  const { rows } = await connection.query<OutputSize>(
    `SELECT count(*)::int AS runs, coalesce(sum(${bytesOf}), 0)::float8 AS bytes
       FROM "RunOutput" o JOIN "Run" r ON r.id = o."runId" WHERE ${isOld}`,
    valuesOf(old),
  );
  return rows[0] ?? { runs: 0, bytes: 0 };
}

/** Removes some of them, `most` at a time: a statement that removes all would hold its locks as long. */
export async function removeOldOutputs(
  connection: Connection,
  old: OldOutputs,
  most: number,
): Promise<OutputSize> {
  const { rows } = await connection.query<OutputSize>(
    `WITH gone AS (
       DELETE FROM "RunOutput" o USING (
         SELECT o."runId" FROM "RunOutput" o JOIN "Run" r ON r.id = o."runId" WHERE ${isOld} LIMIT $5) old
        WHERE o."runId" = old."runId" RETURNING ${bytesOf} AS bytes)
     SELECT count(*)::int AS runs, coalesce(sum(bytes), 0)::float8 AS bytes FROM gone`,
    [...valuesOf(old), most],
  );
  return rows[0] ?? { runs: 0, bytes: 0 };
}

/** What runs take on the server's disk: rows, their indices, and what is kept apart. */
export interface StoredSize {
  readonly runs: number;
  readonly outputs: number;
  readonly runBytes: number;
  readonly outputBytes: number;
  readonly opTimingBytes: number;
}

export async function readStoredSize(connection: Connection): Promise<StoredSize> {
  const { rows } = await connection.query<StoredSize>(
    `SELECT (SELECT count(*)::int FROM "Run") AS runs, (SELECT count(*)::int FROM "RunOutput") AS outputs,
            pg_total_relation_size('"Run"')::float8 AS "runBytes", pg_total_relation_size('"RunOutput"')::float8 AS "outputBytes",
            pg_total_relation_size('"OpTiming"')::float8 AS "opTimingBytes"`,
  );
  return rows[0] ?? { runs: 0, outputs: 0, runBytes: 0, outputBytes: 0, opTimingBytes: 0 };
}
