import { describe, expect, it } from 'vitest';

import type { Recovery } from './plan/recoveries.js';
import { isSound, reportText, summaryOf } from './report.js';
import type { YearReport } from './report.js';

function recovery(kind: string, seconds: number | undefined): Recovery {
  const fault = { kind, target: 'phone', index: 0, phones: ['A'], struckAtMs: 0, mendedAtMs: 1 } as const;
  return { fault, seconds };
}

const calm: YearReport = {
  recoveries: [recovery('unplug', 1), recovery('unplug', 12.34), recovery('wedge', 3)],
  audit: { lost: [], duplicated: [], staleWrites: [], stuck: [] },
  ownEnds: [],
  campaigns: 2,
  runs: { DONE: 80 },
  failures: {},
};

describe('a fault campaign', () => {
  it('is summed up in seven numbers', () => {
    const summary = summaryOf(calm);
    expect(summary).toEqual({
      ...{ injected: 3, recovered: 3, lost: 0, duplicated: 0, staleWrites: 0, stuck: 0 },
      slowestRecoverySeconds: 12.3,
    });
    expect(isSound(summary)).toBe(true);
  });

  it.each(['lost', 'duplicated', 'staleWrites', 'stuck'] as const)(
    'is not sound when anything is %s',
    (what) => {
      const report = { ...calm, audit: { ...calm.audit, [what]: ['run 7 is not as it must be'] } };
      expect(isSound(summaryOf(report))).toBe(false);
      expect(reportText(report)).toContain('  run 7 is not as it must be');
    },
  );

  it('is not sound when something did not come back, and says what', () => {
    const report = { ...calm, recoveries: [...calm.recoveries, recovery('hot', undefined)] };
    expect(isSound(summaryOf(report))).toBe(false);
    expect(reportText(report)).toMatch(/^hot +1 +never +never$/m);
  });

  it('tells how often each kind of fault struck, and how long it took to recover from it', () => {
    expect(reportText(calm)).toMatch(/^unplug +2 +12\.3 +12\.3$/m);
    expect(reportText(calm)).toContain('2 campaigns; runs: DONE 80');
    const ended = { process: 'api', exitCode: 1, signal: null };
    expect(reportText({ ...calm, ownEnds: [ended] })).toContain('api ended by itself: exit code 1');
  });
});
