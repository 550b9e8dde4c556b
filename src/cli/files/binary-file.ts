import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { platformError } from '../../platform/errors.js';

/** Predictors are far smaller; what is larger is some other file. */
const mostBytes = 256 * 1024 * 1024;

/**
 * Reads a file of at most 256 MiB; `path` is relative to `cwd`.
 * @throws FarmError FILE_UNREADABLE
 */
export async function readBinaryFile(path: string, cwd: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(resolve(cwd, path));
    if (size > mostBytes) throw new RangeError(`it has ${size} bytes, more than ${mostBytes}`);
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}
