import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of `/proc/PID/stat` a second: USER_HZ, which is 100 on every Linux that runs Node (man 5 proc). */
const ticksPerSecond = 100;

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended.
    return '';
  }
}

/** Fields of `/proc/PID/stat` behind the name, which may hold spaces: the first is the state, field 3 of proc(5). */
function statFields(pid: number | 'self'): number[] {
  const text = readProc(`/proc/${pid}/stat`);
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** Processes that `pid` started and that are still there, and theirs. */
export function descendantsOf(pid: number): number[] {
  const children = readProc(`/proc/${pid}/task/${pid}/children`)
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** The command line of a process, its words apart. */
export function commandLineOf(pid: number): string[] {
  return readProc(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);
}

/** Processes of this machine that have `assignment` (`NAME=VALUE`) in their environment. */
export function processesWith(assignment: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => readProc(`/proc/${name}/environ`).split('\0').includes(assignment))
    .map(Number);
}

/** Sends a signal to a process, or to a group by its negative number; nothing happens when it has ended. */
export function signalProcess(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch {
    // It has ended.
  }
}

const field = { userTicks: 14, systemTicks: 15, waitedUserTicks: 16, waitedSystemTicks: 17 } as const;

/**
 * Processor time in seconds that all processes have used which this one started: those that have ended, and those of `running`
 * with what they started. Never falls.
 */
export function processorSecondsOfChildren(running: readonly number[]): number {
  const sum = (fields: number[], ...numbers: number[]): number =>
    numbers.reduce((total, number) => total + (fields[number - 3] ?? 0), 0);
  const ended = sum(statFields('self'), field.waitedUserTicks, field.waitedSystemTicks);
  const live = running
    .flatMap((pid) => [pid, ...descendantsOf(pid)])
    .map((pid) =>
      sum(
        statFields(pid),
        field.userTicks,
        field.systemTicks,
        field.waitedUserTicks,
        field.waitedSystemTicks,
      ),
    );
  return (ended + live.reduce((a, b) => a + b, 0)) / ticksPerSecond;
}
