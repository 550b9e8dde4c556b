import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  coreUse,
  foreignCpuShare,
  leastForeignShare,
  parseProcessorTimes,
} from '../../../src/worker/conditions/processor-times.js';
import type { CoreUse, ProcessorUse } from '../../../src/worker/conditions/processor-times.js';

/** Lines of /proc/stat for cores that were busy and idle for so many ticks. */
const stat = (...cores: readonly (readonly [busy: number, idle: number])[]) =>
  parseProcessorTimes(
    [
      'cpu  1 2 3 4 5 6 7 8 9 10',
      ...cores.map(([busy, idle], cpu) => `cpu${cpu} ${busy} 0 0 ${idle} 0 0 0 0 0 0`),
    ].join('\n'),
  );

describe('parseProcessorTimes', () => {
  it('reads each core, its interrupts as busy and waiting for storage as idle, and not their sum', () => {
    const text =
      'cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 1 2 3 10 20 4 5 6 0 0\ncpu7 100 0 0 0 0 0 0 0 0 0\nintr 123 4\n';
    expect([...parseProcessorTimes(text)]).toEqual([
      [0, { busyMs: 210, idleMs: 300 }],
      [7, { busyMs: 1_000, idleMs: 0 }],
    ]);
  });

  it('reads nothing where the phone tells nothing', () => {
    expect(parseProcessorTimes('').size).toBe(0);
    expect(parseProcessorTimes('cpu0 1 2\n').size).toBe(0);
  });
});

describe('foreignCpuShare', () => {
  const before = stat([0, 0], [500, 500]);
  const shareOf = (use: ProcessorUse, cpus?: readonly number[]) => {
    const ofCores = coreUse(use, cpus);
    return ofCores === undefined ? undefined : foreignCpuShare([ofCores]);
  };

  it('is what the cores did beyond the tool, by what they could have done', () => {
    const after = stat([0, 100], [600, 500]);
    expect(shareOf({ before, after, ownMs: 470 }, [1])).toBe(0.5);
    expect(shareOf({ before, after, ownMs: 970 }, [1])).toBe(0);
  });

  it('looks at all cores where the tool may run on any', () => {
    expect(shareOf({ before, after: stat([0, 100], [600, 500]), ownMs: 0 })).toBe(0.485);
  });

  it('says nothing of an execution that is too short, nor of cores that were switched off', () => {
    expect(shareOf({ before, after: stat([0, 19], [500, 519]), ownMs: 0 })).toBeUndefined();
    expect(shareOf({ before, after: stat([0, 100]), ownMs: 0 }, [1])).toBeUndefined();
    expect(foreignCpuShare([])).toBeUndefined();
  });

  it('says of eight executions of 0.08 s what it does not say of one', () => {
    const short: CoreUse = { busyMs: 80, ownMs: 40, totalMs: 80, coreCount: 1 };
    expect(foreignCpuShare([short])).toBeUndefined();
    expect(foreignCpuShare(Array.from({ length: 8 }, () => short))).toBeCloseTo(0.29, 2);
  });

  it('takes no rounding of any number of executions of any length for another program', () => {
    const execution = fc.record({
      // Where in a tick an execution begins, and how long its cores are busy with it, of user and of system time.
      startMs: fc.double({ min: 0, max: 10, noNaN: true }),
      userMs: fc.double({ min: 15, max: 400, noNaN: true }),
      systemMs: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    const ticks = (ms: number) => 10 * Math.floor(ms / 10);
    const rounded = ({
      startMs,
      userMs,
      systemMs,
    }: {
      startMs: number;
      userMs: number;
      systemMs: number;
    }) => ({
      busyMs: ticks(startMs + userMs) + ticks(10 - startMs + systemMs) - ticks(10 - startMs),
      ownMs: ticks(userMs) + ticks(systemMs),
      totalMs: ticks(startMs + userMs + systemMs),
      coreCount: 1,
    });
    fc.assert(
      fc.property(fc.array(execution, { minLength: 1, maxLength: 40 }), (executions) => {
        expect(foreignCpuShare(executions.map(rounded)) ?? 0).toBeLessThan(0.15);
      }),
    );
  });
});

describe('leastForeignShare', () => {
  it('knows of a short execution that others took more of its core than rounding can be', () => {
    expect(leastForeignShare([{ busyMs: 100, ownMs: 40, totalMs: 100, coreCount: 1 }])).toBeCloseTo(0.3);
    expect(leastForeignShare([{ busyMs: 100, ownMs: 80, totalMs: 100, coreCount: 1 }])).toBe(0);
    expect(leastForeignShare([{ busyMs: 0, ownMs: 0, totalMs: 0, coreCount: 1 }])).toBe(0);
  });
});
