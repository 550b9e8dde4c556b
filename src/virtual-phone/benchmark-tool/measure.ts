import type { ToolClock } from './clock/clock.js';
import { Stat } from './report/stat.js';
import type { InferenceTimes, Session } from './runtime/session.js';

/** How often to run, as the tool's flags say it. */
export interface RunPlan {
  readonly minRuns: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
  /** Pause between runs in seconds; none when negative. */
  readonly delaySeconds: number;
}

function pause(seconds: number): void {
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/**
 * Runs until both minima are reached, and no longer than the maximum, all by the tool's clock (benchmark_model.cc, Run).
 *
 * @returns microseconds of whole inferences.
 */
export function measure(
  session: Pick<Session, 'run'>,
  clock: ToolClock,
  plan: RunPlan,
  onRun: (times: InferenceTimes) => void,
): Stat {
  const inference = new Stat();
  const beginMs = clock.nowMs();
  const earliestMs = beginMs + plan.minSeconds * 1000;
  const latestMs = beginMs + plan.maxSeconds * 1000;
  for (let run = 0; ; run += 1) {
    const nowMs = clock.nowMs();
    if ((run >= plan.minRuns && nowMs >= earliestMs) || nowMs > latestMs) return inference;
    const times = session.run();
    inference.add(times.totalUs);
    onRun(times);
    pause(plan.delaySeconds);
  }
}
