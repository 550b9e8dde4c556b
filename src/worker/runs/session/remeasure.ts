import type { Measurement } from '../../../records/measurement.js';
import type { Verdict } from '../../../records/run.js';
import type { RunTask } from './load-tasks.js';

/** What another attempt may cure. A profile that does not fit its model, or a delegate that falls back, does so every time. */
const curable: readonly Verdict[] = ['throttled', 'contended', 'noisy', 'incomplete'];

/** Whether a run that was judged so is measured once more; `maxMeasurements` is its budget, failures included. */
export function measuredAgain(verdict: Verdict, { attempts }: RunTask, maxMeasurements: number): boolean {
  return curable.includes(verdict) && attempts + 1 < maxMeasurements;
}

/**
 * How a run is measured at this attempt. After a noisy one twice as many inferences are asked for, each time: the mean's error
 * falls with their square root. The time limit of the measurement bounds it.
 */
export function measurementOfAttempt({ measurement, attempts, lastVerdict }: RunTask): Measurement {
  if (lastVerdict !== 'noisy') return measurement;
  const factor = 2 ** Math.min(attempts, 6);
  return { ...measurement, runs: measurement.runs * factor, minSeconds: measurement.minSeconds * factor };
}
