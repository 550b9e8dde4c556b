import { readFile } from 'node:fs/promises';

import type { Clock } from '../clock.js';
import { runCommand } from './run-command.js';

/** Names one process for good: a process id alone is given away again after its process has ended. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system tells it; only compared, never read as a time. */
  readonly startedAt: string;
}

/** Identifies a running process; undefined when there is none with this id. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = (await startFromProc(pid)) ?? (await startFromPs(pid));
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True while the very process that was identified still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const current = await identifyProcess(identity.pid);
  return current?.startedAt === identity.startedAt;
}

/**
 * Ends a process that is not a child of this one: SIGTERM (or `signal`), then SIGKILL after `graceMs`.
 * Resolves when it is gone; does nothing when it already was.
 */
export async function terminateIdentified(
  identity: ProcessIdentity,
  clock: Clock,
  { graceMs = 10_000, signal = 'SIGTERM' }: { graceMs?: number; signal?: NodeJS.Signals } = {},
): Promise<void> {
  if (!(await signalProcess(identity, signal))) return;
  const deadlineMs = clock.monotonicMs() + graceMs;
  let killed = false;
  while (await isRunning(identity)) {
    if (!killed && clock.monotonicMs() >= deadlineMs) {
      await signalProcess(identity, 'SIGKILL');
      killed = true;
    }
    await clock.sleep(50);
  }
}

async function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(identity))) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Linux: field 22 of /proc/PID/stat, clock ticks since boot (man 5 proc); a zombie (field 3) has ended. */
async function startFromProc(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return afterName[0] === 'Z' ? undefined : afterName[19];
  } catch {
    return undefined;
  }
}

async function startFromPs(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux' || process.platform === 'win32') return undefined;
  const { exitCode, stdout } = await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
