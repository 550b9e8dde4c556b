import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/virtual-phone/benchmark-tool/measure.js';

/** A model whose every run takes `runMs` on a clock that nothing else moves. */
function modelOf(runMs: number) {
  let nowMs = 0;
  const clock = { source: 'test', nowMs: () => nowMs, adjust: () => undefined };
  const session = {
    run: () => {
      nowMs += runMs;
      return { totalUs: runMs * 1000, graphUs: [], insideUs: [] };
    },
  };
  return { clock, session };
}

function countRuns(runMs: number, minRuns: number, minSeconds: number, maxSeconds: number): number {
  const { clock, session } = modelOf(runMs);
  const plan = { minRuns, minSeconds, maxSeconds, delaySeconds: -1 };
  return measure(session, clock, plan, () => undefined).count;
}

describe('how often a model is run', () => {
  it('is exactly the number of runs when no time is asked for', () => {
    expect(countRuns(1, 7, 0, 150)).toBe(7);
  });

  it('is as often as fills the minimum time', () => {
    expect(countRuns(100, 1, 1, 150)).toBe(10);
  });

  it('is no more often than the maximum time allows', () => {
    expect(countRuns(1000, 50, 0, 3)).toBe(4);
  });

  it('is not at all for no runs', () => {
    expect(countRuns(1, 0, 0, 150)).toBe(0);
  });
});
