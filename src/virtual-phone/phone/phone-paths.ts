import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';

/** Directories that the shell user of a phone may write to (AOSP: /data/local/tmp and shared storage). */
const writableDirectories = ['/data/local/tmp', '/sdcard', '/storage'];

/** Where the phone's files lie on this machine. */
export interface PhonePaths {
  /** Directory that is the phone's `/`. Needs no quoting in a shell. */
  readonly root: string;
  /** What the phone's commands read of its state; not part of the phone's file system. */
  readonly state: string;
  readonly hostPath: (phonePath: string) => string;
  readonly isWritable: (phonePath: string) => boolean;
  /** Removes what was made beside the root. */
  readonly release: () => void;
}

/** Makes the phone's root directory, and a plain name for it where its own needs quoting in a shell. */
export function openPhonePaths(directory: string): PhonePaths {
  mkdirSync(directory, { recursive: true });
  const isPlain = /^[\w./-]+$/.test(directory);
  const aliasDirectory = isPlain ? undefined : mkdtempSync(join(tmpdir(), 'virtual-phone-'));
  const root = aliasDirectory === undefined ? directory : join(aliasDirectory, 'root');
  if (aliasDirectory !== undefined) symlinkSync(directory, root);
  const normal = (phonePath: string): string => posix.normalize(`/${phonePath}`);
  return {
    root,
    state: join(root, '.phone'),
    hostPath: (phonePath) => join(root, normal(phonePath)),
    isWritable: (phonePath) =>
      writableDirectories.some((writable) => normal(phonePath).startsWith(`${writable}/`)),
    release: () => {
      if (aliasDirectory !== undefined) rmSync(aliasDirectory, { recursive: true, force: true });
    },
  };
}
