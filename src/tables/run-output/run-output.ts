import { gunzipSync, gzipSync } from 'node:zlib';

import { insertRows } from '../../platform/database/index.js';
import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Connection } from '../connection.js';

/** What a tool printed, byte for byte. */
export interface OutputRow {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly profile?: Buffer;
  readonly resultFile?: Buffer;
}

/** The statement that keeps a run's output; what an earlier attempt printed gives way to it. Does nothing unless `condition` holds. */
export function outputKeeping(
  runId: string,
  output: OutputRow,
  profiled: OutputRow | undefined,
  condition: Sql,
): Sql {
  const zipped = (content: Buffer | undefined) => (content === undefined ? null : gzipSync(content));
  return sql`INSERT INTO "RunOutput" ("runId", "exitCode", "stdoutGzip", "stderrGzip", "profileGzip", "resultFile", "profiledStdoutGzip", "profiledStderrGzip")
     SELECT ${runId}::uuid, ${output.exitCode}::int, ${zipped(output.stdout)}::bytea, ${zipped(output.stderr)}::bytea,
            ${zipped(output.profile)}::bytea, ${output.resultFile ?? null}::bytea, ${zipped(profiled?.stdout)}::bytea, ${zipped(profiled?.stderr)}::bytea WHERE ${condition}
     ON CONFLICT ("runId") DO UPDATE SET "exitCode" = EXCLUDED."exitCode", "stdoutGzip" = EXCLUDED."stdoutGzip",
       "stderrGzip" = EXCLUDED."stderrGzip", "profileGzip" = EXCLUDED."profileGzip", "resultFile" = EXCLUDED."resultFile",
       "profiledStdoutGzip" = EXCLUDED."profiledStdoutGzip", "profiledStderrGzip" = EXCLUDED."profiledStderrGzip"`;
}

/** The statement that removes what an earlier attempt at a run printed: the row of the run tells of another one. Does nothing unless `condition` holds. */
export function outputForgetting(runId: string, condition: Sql): Sql {
  return sql`DELETE FROM "RunOutput" WHERE "runId" = ${runId}::uuid AND ${condition}`;
}

/** Keeps what runs were made from that no tool measured, in the place of an output. */
export async function storeSources(
  connection: Connection,
  sources: readonly { readonly runId: string; readonly source: string }[],
): Promise<void> {
  await insertRows(connection, {
    table: 'RunOutput',
    columns: {
      runId: { type: 'uuid', values: sources.map(({ runId }) => runId) },
      exitCode: { type: 'integer', values: sources.map(() => 0) },
      stdoutGzip: { type: 'bytea', values: sources.map(({ source }) => gzipSync(source)) },
      stderrGzip: { type: 'bytea', values: sources.map(() => gzipSync('')) },
    },
  });
}

/** What the runs of a campaign were made from, in the order of their samples, pools and scenarios. */
export async function readSources(connection: Connection, campaignId: string): Promise<string[]> {
  const { rows } = await connection.query<{ source: Buffer }>(
    `SELECT o."stdoutGzip" AS source FROM "RunOutput" o JOIN "Run" r ON r.id = o."runId"
     JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
     WHERE r."campaignId" = $1 ORDER BY m.ordinal, p.key, s.key`,
    [campaignId],
  );
  return rows.map(({ source }) => gunzipSync(source).toString('utf8'));
}
