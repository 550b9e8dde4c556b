import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../../src/learning/index.js';
import { faultKinds } from './fault-kinds.js';
import { planFaults } from './plan-faults.js';
import type { FaultTarget, PlannedFault } from './plan-faults.js';

const targets = [
  ...(['phone', 'genuine-phone', 'worker', 'link', 'api', 'trainer'] as const),
  ...(['database', 'queue', 'adb'] as const),
];
const everyMs = 1_500;
const longestMs = 20_000;

function plan(seed: number, counts: Readonly<Record<FaultTarget, number>>, length: number): PlannedFault[] {
  const faults = planFaults({ random: randomFromSeed(seed), kinds: faultKinds, counts, everyMs, longestMs });
  return Array.from({ length }, () => faults.next().value);
}

const someOfEach = fc
  .array(fc.integer({ min: 0, max: 16 }), { minLength: targets.length, maxLength: targets.length })
  .filter((numbers) => numbers.some((number) => number > 0))
  .map((numbers) => Object.fromEntries(targets.map((target, index) => [target, numbers[index]])))
  .map((counts) => counts as Record<FaultTarget, number>);

describe('planFaults', () => {
  it('strikes nothing that is not there, at its time and for as long as its kind may last', () => {
    fc.assert(
      fc.property(fc.integer(), someOfEach, (seed, counts) => {
        for (const { kind, index, afterMs, lastsMs } of plan(seed, counts, 50)) {
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThan(counts[kind.target]);
          expect(afterMs).toBeGreaterThanOrEqual(0);
          const [shortest, longest] = kind.seconds;
          expect(lastsMs).toBeGreaterThanOrEqual(Math.min(longestMs, shortest * 1_000 - 1e-6));
          expect(lastsMs).toBeLessThanOrEqual(Math.min(longestMs, longest * 1_000 + 1e-6));
        }
      }),
    );
  });

  it('plans the same year for the same seed, and another one for another', () => {
    fc.assert(
      fc.property(fc.integer(), someOfEach, (seed, counts) => {
        expect(plan(seed, counts, 20)).toEqual(plan(seed, counts, 20));
        expect(plan(seed, counts, 20)).not.toEqual(plan(seed + 1, counts, 20));
      }),
    );
  });

  it('comes to every kind of fault, as often as it was asked to', () => {
    const one = Object.fromEntries(targets.map((target) => [target, 1])) as Record<FaultTarget, number>;
    const faults = plan(1, one, 20_000);
    const struck = new Set(faults.map(({ kind }) => kind.name));
    expect([...struck].sort()).toEqual(faultKinds.map(({ name }) => name).sort());
    const meanMs = faults.reduce((sum, { afterMs }) => sum + afterMs, 0) / faults.length;
    expect(meanMs / everyMs).toBeCloseTo(1, 1);
  });
});
