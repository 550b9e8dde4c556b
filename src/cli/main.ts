#!/usr/bin/env node
import { systemClock } from '../platform/clock.js';
import { farm } from './program/farm.js';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: whoever asks a second time does not want to wait for a clean end.
  process.once(signal, () => interruption.abort());
}
// A reader that has seen enough (`farm … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await farm(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  cwd: process.cwd(),
  clock: systemClock,
  signal: interruption.signal,
});
