/** `npm run faults -- [--minutes N] [--seed S] [--phones N] [--every SECONDS] [--queue redis|postgres] [--keep] [--json]` */
import { parseArgs } from 'node:util';

import { systemClock } from '../../../src/platform/index.js';
import { findProgram } from '../../support/system-packages.js';
import { canBeGenuine } from '../../support/genuine-phone.js';
import { isSound, reportText, summaryOf } from './report.js';
import { runYear } from './run-year.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    phones: { type: 'string', default: '16' },
    every: { type: 'string', default: '1.5' },
    queue: { type: 'string', default: 'redis' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** A number above 0; anything else ends the suite before it begins. */
function positive(name: 'minutes' | 'phones' | 'every'): number {
  const number = Number(values[name]);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new RangeError(`--${name} takes a number above 0, not ${values[name]}`);
}

if (values.queue !== 'redis' && values.queue !== 'postgres')
  throw new RangeError(`--queue is redis or postgres, not ${values.queue}`);
if (!Number.isInteger(Number(values.seed)))
  throw new RangeError(`--seed takes a whole number, not ${values.seed}`);

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(signal)));

const startedAtMs = systemClock.monotonicMs();
const report = await runYear({
  minutes: positive('minutes'),
  seed: Number(values.seed),
  phones: Math.ceil(positive('phones')),
  genuinePhones: canBeGenuine() ? 1 : 0,
  linked: findProgram('sshd') !== undefined,
  everyMs: positive('every') * 1_000,
  longestMs: 120_000,
  samples: 40,
  queue: values.queue,
  keep: values.keep,
  clock: systemClock,
  signal: interrupted.signal,
  say(line) {
    const seconds = (systemClock.monotonicMs() - startedAtMs) / 1_000;
    process.stderr.write(`${seconds.toFixed(1).padStart(8)} s  ${line}\n`);
  },
});
const summary = summaryOf(report);
if (!values.json) process.stdout.write(reportText(report));
process.stdout.write(`${JSON.stringify(summary)}\n`);
process.exitCode = isSound(summary) ? 0 : 1;
