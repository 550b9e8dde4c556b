import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { childEnvironment } from '../config/child-environment.js';
import { entryUrl, loaderArguments } from './entry.js';

export interface SpawnEntryOptions {
  readonly cwd?: string;
  /** Variables added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Lives on after this process: its own process group, both outputs to the file descriptor `logFd`.
   * Without it the child ends with this process, and its outputs are pipes.
   */
  readonly detached?: { readonly logFd: number };
  /**
   * Neither keeps this process alive nor speaks to it: outputs are dropped.
   * It hears of this process's end as `disconnect`, and has to act on that itself.
   */
  readonly background?: boolean;
}

/**
 * Starts one of this program's own entry points, such as `virtual-phone/main`, as a process of its own, without a shell:
 * dist/ENTRY.js under plain Node, or src/ENTRY.ts through tsx when this code itself runs from the sources.
 */
export function spawnEntry(
  entry: string,
  args: readonly string[],
  { cwd, env, detached, background = false }: SpawnEntryOptions = {},
): ChildProcess {
  const tied =
    detached === undefined && !background ? ['--import', entryUrl('platform/process/exit-with-parent')] : [];
  const output = detached?.logFd ?? (background ? 'ignore' : 'pipe');
  const child = spawn(
    process.execPath,
    [...loaderArguments(), ...tied, fileURLToPath(entryUrl(entry)), ...args],
    {
      shell: false,
      detached: detached !== undefined,
      stdio: ['ignore', output, output, ...(detached === undefined ? ['ipc' as const] : [])],
      ...(cwd === undefined ? {} : { cwd }),
      env: childEnvironment(env),
    },
  );
  if (detached !== undefined || background) {
    child.unref();
    child.channel?.unref();
  }
  return child;
}
