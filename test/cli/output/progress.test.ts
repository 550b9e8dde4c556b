import { describe, expect, it } from 'vitest';

import { createProgress } from '../../../src/cli/output/progress.js';
import type { Clock } from '../../../src/platform/index.js';

function recorder(isTTY: boolean) {
  let nowMs = 0;
  let text = '';
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: () => Promise.resolve() };
  const progress = createProgress({ isTTY, write: (more) => (text += more) }, clock);
  return { progress, pass: (ms: number) => (nowMs += ms), shown: () => text };
}

describe('progress', () => {
  it('rewrites one line a stage on a terminal', () => {
    const { progress, pass, shown } = recorder(true);
    const stage = progress.stage('measure');
    stage.update('1 of 2');
    pass(1500);
    stage.done('2 runs');
    expect(shown().split('\n')).toHaveLength(2);
    expect(shown().split('\r\x1b[K').at(-1)).toBe('✓ measure    2 runs  (1.5 s)\n');
  });

  it('writes plain lines elsewhere, and not one for each update', () => {
    const { progress, pass, shown } = recorder(false);
    const stage = progress.stage('measure');
    for (let second = 1; second <= 25; second++) {
      pass(1000);
      stage.update(`${second} of 25`);
    }
    stage.done();
    expect(shown()).toBe('measure: 10 of 25\nmeasure: 20 of 25\nmeasure: done (25.0 s)\n');
  });

  it('says how long a stage took that failed', () => {
    const { progress, pass, shown } = recorder(false);
    const stage = progress.stage('train');
    pass(90_000);
    stage.failed();
    expect(shown()).toBe('train: failed after 1 min 30 s\n');
  });
});
