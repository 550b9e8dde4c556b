import { describe, expect, it } from 'vitest';

import { foreignCpuShare, parseProcessorTimes } from '../../../src/worker/conditions/processor-times.js';

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

  it('is what the cores did beyond the tool, by what they could have done', () => {
    const after = stat([0, 100], [600, 500]);
    expect(foreignCpuShare({ before, after, ownMs: 470 }, [1])).toBe(0.5);
    expect(foreignCpuShare({ before, after, ownMs: 970 }, [1])).toBe(0);
  });

  it('looks at all cores where the tool may run on any', () => {
    expect(foreignCpuShare({ before, after: stat([0, 100], [600, 500]), ownMs: 0 })).toBe(0.485);
  });

  it('says nothing of an execution that is too short, nor of cores that were switched off', () => {
    expect(foreignCpuShare({ before, after: stat([0, 19], [500, 519]), ownMs: 0 })).toBeUndefined();
    expect(foreignCpuShare({ before, after: stat([0, 100]), ownMs: 0 }, [1])).toBeUndefined();
  });
});
