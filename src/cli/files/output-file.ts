import { resolve } from 'node:path';

import { writeFileAtomically, type FileContent } from '../../platform/atomic-file.js';
import { cliError } from '../errors.js';

/**
 * Writes a file that the user has named; `path` is relative to `cwd`. What the pieces of a content fail with comes through
 * as it is.
 * @throws FarmError FILE_NOT_WRITTEN; nothing is left half-written.
 */
export async function writeOutputFile(cwd: string, path: string, content: FileContent): Promise<void> {
  const source = new WatchedContent(content);
  try {
    await writeFileAtomically(resolve(cwd, path), source.content);
  } catch (cause) {
    if (source.failed) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw cliError('FILE_NOT_WRITTEN', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}

/** Content that remembers whether it was itself that failed, and not the file it went to. */
class WatchedContent {
  failed = false;
  readonly content: FileContent;

  constructor(content: FileContent) {
    const whole = typeof content === 'string' || content instanceof Uint8Array;
    this.content = whole ? content : this.#watch(content);
  }

  async *#watch(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
    try {
      yield* pieces;
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }
}
