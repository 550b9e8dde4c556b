import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Runs a TypeScript file beside the given module as a process of its own, which can speak to this one (`process.send`). */
export function spawnScript(
  file: string,
  besideUrl: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): ChildProcess {
  const path = fileURLToPath(new URL(file, besideUrl));
  return spawn(process.execPath, [...nodeOptions, '--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

/** The next message of a child process; rejects when it ends before. */
export function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`${child.spawnargs.join(' ')} ended without an answer`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** Asks a child process that ends when nobody listens to it any more to do so, and waits until it has. */
export async function letEnd(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

/** Has a child process wait for no core that others use, as far as this user may do that: -20 goes first. */
export function prefer({ pid }: ChildProcess, priority: number): void {
  try {
    setPriority(pid ?? 0, priority);
  } catch {
    process.stderr.write('priorities could not be raised: times contain waiting for the machine\n');
  }
}
