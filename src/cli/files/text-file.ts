import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { platformError } from '../../platform/errors.js';

/**
 * Reads a text file; `path` is relative to `cwd`.
 * @throws FarmError FILE_UNREADABLE
 */
export async function readTextFile(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}
