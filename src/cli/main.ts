#!/usr/bin/env node
import { systemClock } from '../platform/clock.js';
import { farm } from './program/farm.js';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: whoever asks a second time does not want to wait for a clean end.
  process.once(signal, () => interruption.abort());
}
// A reader that has seen enough (`farm … | head`) is no failure; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') void endWithout(error);
});
// Where nothing can be told, on a full disk for instance, there is nobody to tell it; what is being done goes on.
process.stderr.on('error', () => undefined);

/** How long what a command has left behind may keep its process. */
const lingerMs = 5_000;

process.exitCode = await farm(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  cwd: process.cwd(),
  clock: systemClock,
  signal: interruption.signal,
});

// A worker of BullMQ (6.7) whose server was away while it was closed keeps a timer for ever, though every connection is gone.
setTimeout(() => process.exit(), lingerMs).unref();

/** What was asked for cannot be handed over: it is said, and the process ends as failed. */
async function endWithout(cause: Error): Promise<never> {
  const { cliError } = await import('./errors.js');
  const { reportError } = await import('./output/error-report.js');
  const error = cliError('OUTPUT_NOT_WRITTEN', `Standard output: ${cause.message}`, { cause });
  process.exit(reportError(error, process.stderr));
}
