import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CoreCluster } from '../../../src/worker/cores/core-clusters.js';
import { cpuMask, selectCores } from '../../../src/worker/cores/core-sets.js';
import { parseCpuList } from '../../../src/worker/cores/cpu-list.js';

const pixel4: CoreCluster[] = [
  { name: 'small', cpus: [0, 1, 2, 3], maxFrequencyKhz: 1785600 },
  { name: 'med', cpus: [4, 5, 6], maxFrequencyKhz: 2419200 },
  { name: 'large', cpus: [7], maxFrequencyKhz: 2841600 },
];

describe('selectCores', () => {
  it.each([
    ['1large', '80'],
    ['3med', '70'],
    ['1large1med', 'c0'],
    ['4small', 'f'],
    ['1small', '8'],
  ])('turns %s into the mask %s on a Pixel 4', (coreSet, mask) => {
    expect(selectCores(coreSet, pixel4)?.mask).toBe(mask);
  });

  it('leaves the GPU scenario unpinned', () => {
    expect(selectCores('gpu', pixel4)).toBeUndefined();
  });

  it.each(['2large', '4med', '5small', 'large', '1huge', '', '1large1large'])(
    'refuses %j on a Pixel 4',
    (coreSet) => {
      expect(() => selectCores(coreSet, pixel4)).toThrow(
        expect.objectContaining({ code: 'CORE_SET_UNKNOWN' }),
      );
    },
  );
});

describe('cpuMask and parseCpuList', () => {
  it('knows the masks of the Pixel 6 and the Pixel 8 Pro', () => {
    expect([cpuMask([0, 1, 2, 3]), cpuMask([4, 5]), cpuMask([6, 7]), cpuMask([8])]).toEqual([
      'f',
      '30',
      'c0',
      '100',
    ]);
  });

  it('agree with each other for any set of cores', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 1 }), (cpus) => {
        const sorted = [...cpus].sort((a, b) => a - b);
        expect(parseCpuList(sorted.join(','))).toEqual(sorted);
        expect(
          BigInt(`0x${cpuMask(sorted)}`)
            .toString(2)
            .replaceAll('0', ''),
        ).toHaveLength(sorted.length);
      }),
    );
  });

  it('read ranges as the kernel writes them', () => {
    expect(parseCpuList('0-3,7\n')).toEqual([0, 1, 2, 3, 7]);
  });
});
