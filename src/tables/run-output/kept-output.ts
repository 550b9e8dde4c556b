import { gunzipSync } from 'node:zlib';

import type { Connection } from '../connection.js';
import type { OutputRow } from './run-output.js';

/** What is kept of a run's output, byte for byte. */
export interface KeptOutput extends OutputRow {
  readonly profiledStdout?: Buffer;
  readonly profiledStderr?: Buffer;
}

/** The output of a run; undefined where none is kept. */
export async function readKeptOutput(connection: Connection, runId: string): Promise<KeptOutput | undefined> {
  const { rows } = await connection.query<ZippedOutput>(
    `SELECT "exitCode", "stdoutGzip", "stderrGzip", "profileGzip", "resultFile", "profiledStdoutGzip", "profiledStderrGzip"
       FROM "RunOutput" WHERE "runId" = $1`,
    [runId],
  );
  return rows[0] && unzipped(rows[0]);
}

/** The columns of an output, compressed. */
export interface ZippedOutput {
  readonly exitCode: number;
  readonly stdoutGzip: Buffer;
  readonly stderrGzip: Buffer;
  readonly profileGzip: Buffer | null;
  readonly resultFile: Buffer | null;
  readonly profiledStdoutGzip: Buffer | null;
  readonly profiledStderrGzip: Buffer | null;
}

export function unzipped(row: ZippedOutput): KeptOutput {
  return {
    exitCode: row.exitCode,
    stdout: gunzipSync(row.stdoutGzip),
    stderr: gunzipSync(row.stderrGzip),
    ...(row.profileGzip !== null && { profile: gunzipSync(row.profileGzip) }),
    ...(row.resultFile !== null && { resultFile: row.resultFile }),
    ...(row.profiledStdoutGzip !== null && { profiledStdout: gunzipSync(row.profiledStdoutGzip) }),
    ...(row.profiledStderrGzip !== null && { profiledStderr: gunzipSync(row.profiledStderrGzip) }),
  };
}
