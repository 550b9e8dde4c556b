import { UsageError } from './usage-error.js';

/** Exit statuses of this room's programs. */
const status = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** A program that runs until it is asked to end. */
export interface RunningProgram {
  readonly stop: () => Promise<void>;
}

export function emitLine(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Starts a program, and stops it cleanly on SIGTERM and SIGINT. */
export function runProgram(start: () => Promise<RunningProgram>): void {
  // A controller that has gone away must not take the program with it.
  process.stdout.on('error', () => undefined);
  start().then(endOnSignal, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof UsageError ? status.wrongUsage : status.failed);
  });
}

function endOnSignal(program: RunningProgram): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    program.stop().then(
      () => process.exit(status.done),
      () => process.exit(status.failed),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
