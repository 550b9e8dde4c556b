import { renameSync, rmSync } from 'node:fs';

/**
 * Puts `next` in the place of `folder`, which may be missing; both are on one file system. For an instant there is none. Of several
 * processes that do so at once the last one's stays.
 */
export function replaceFolder(folder, next) {
  const old = `${folder}.${process.pid}.old`;
  for (;;) {
    try {
      renameSync(folder, old);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    try {
      renameSync(next, folder);
      break;
    } catch (error) {
      // Another process was quicker: what it put there makes room as well.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}
