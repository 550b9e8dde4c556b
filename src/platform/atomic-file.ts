import { lstat, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, basename, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/** What a file is to hold: all of it, or the pieces of it as they come. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that readers see the old content or the whole new one, whatever happens in between. Where `named` is a link, what it
 * leads to is written and the link stays. `mode` are the permission bits of the new file. Rejects with Node's file system errors, with an
 * error of its own where something else than a file is there (a folder, a device, a pipe), which stays as it is, and with what `content`
 * fails with; leaves no rest behind.
 */
export async function writeFileAtomically(named: string, content: FileContent, mode = 0o644): Promise<void> {
  const path = await placeOf(named);
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

/** Where a new file belongs that shall be read under this name. */
async function placeOf(named: string): Promise<string> {
  const found = await lstat(named).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.isFile()) return named;
  if (!found.isSymbolicLink()) throw new Error('something is there that is not a file');
  return placeOf(await realpath(named));
}
