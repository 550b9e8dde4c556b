import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** What a file is to hold: all of it, or the pieces of it as they come. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that readers see the old content or the whole new one, whatever happens in between.
 * `mode` are the permission bits of the new file. Rejects with Node's file system errors and
 * with what `content` fails with; leaves no rest behind.
 */
export async function writeFileAtomically(path: string, content: FileContent, mode = 0o644): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(unfinished, 'wx', mode);
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
