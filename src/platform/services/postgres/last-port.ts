import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The port that the server of a data directory had when it was last started: Postgres keeps its command line in postmaster.opts
 * ("Database File Layout" in its documentation). Undefined before the first start.
 */
export async function lastPort(directory: string): Promise<number | undefined> {
  const options = await readFile(join(directory, 'postmaster.opts'), 'utf8').catch(() => '');
  const port = Number(/"-p" "(\d{1,5})"/.exec(options)?.[1]);
  return port > 0 && port < 65_536 ? port : undefined;
}
