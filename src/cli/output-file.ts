import { resolve } from 'node:path';

import { writeFileAtomically } from '../platform/atomic-file.js';
import { cliError } from './errors.js';

/**
 * Writes a file that the user has named; `path` is relative to `cwd`.
 * @throws FarmError FILE_NOT_WRITTEN; nothing is left half-written.
 */
export async function writeOutputFile(
  cwd: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  try {
    await writeFileAtomically(resolve(cwd, path), content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw cliError('FILE_NOT_WRITTEN', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}
