import type { SqlDatabase } from '../../platform/database/index.js';
import { readKeptOutput } from '../../tables/run-output/kept-output.js';
import { orchestratorError } from '../errors.js';
import { findRun } from './find-run.js';

/** What the benchmark tool printed in a run, byte for byte. */
export interface RunLog {
  readonly id: string;
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** The tool's own profile file, where it wrote one. */
  readonly profile?: Buffer;
  /** Of a second execution with the profiler, where profiling would have changed the latency. */
  readonly profiledStdout?: Buffer;
  readonly profiledStderr?: Buffer;
}

/**
 * The raw output of a run by its id, or the beginning of it.
 * @throws FarmError RUN_UNKNOWN, RUN_WITHOUT_OUTPUT
 */
export async function runLog(database: SqlDatabase, id: string): Promise<RunLog> {
  const found = await findRun(database, id);
  const output = await readKeptOutput(database.pool, found.id);
  if (output !== undefined) return { id: found.id, ...output };
  throw orchestratorError('RUN_WITHOUT_OUTPUT', `No output of run ${found.id} is kept.`, { details: { id } });
}
