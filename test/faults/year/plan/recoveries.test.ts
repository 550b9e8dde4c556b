import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { recoveriesOf } from './recoveries.js';
import type { StoredRun, StruckFault } from './recoveries.js';

function fault(
  phones: string | readonly string[] | null,
  struckAtMs: number,
  mendedAtMs: number,
): StruckFault {
  return {
    kind: 'unplug',
    target: phones === null ? 'queue' : 'phone',
    index: 0,
    phones: typeof phones === 'string' ? [phones] : phones,
    struckAtMs,
    mendedAtMs,
  };
}

function secondsOf(faults: readonly StruckFault[], runs: readonly StoredRun[]): (number | undefined)[] {
  return recoveriesOf(faults, runs).map(({ seconds }) => seconds);
}

const phones = ['A', 'B', 'C'];
const someFaults = fc.array(
  fc
    .tuple(fc.option(fc.subarray(phones, { minLength: 1 })), fc.nat(100_000), fc.nat(30_000))
    .map(([struck, struckAtMs, lastsMs]) => fault(struck, struckAtMs, struckAtMs + lastsMs)),
  { maxLength: 20 },
);
const someRuns = fc.array(fc.record({ phone: fc.constantFrom(...phones), atMs: fc.nat(200_000) }), {
  maxLength: 50,
});

describe('recoveriesOf', () => {
  it('is over for a phone when that phone has measured again, for a host when one of its has, for a server when any has', () => {
    const runs = [
      { phone: 'B', atMs: 6_000 },
      { phone: 'A', atMs: 9_000 },
    ];
    expect(secondsOf([fault('A', 0, 1_000)], runs)).toEqual([8]);
    expect(secondsOf([fault(null, 0, 1_000)], runs)).toEqual([5]);
    expect(secondsOf([fault(['A', 'C'], 0, 1_000)], runs)).toEqual([8]);
    expect(secondsOf([fault('C', 0, 1_000)], runs)).toEqual([undefined]);
  });

  it('counts from the end of what struck the same meanwhile', () => {
    const faults = [fault('A', 0, 1_000), fault(null, 500, 7_000), fault('B', 0, 8_500)];
    expect(secondsOf(faults, [{ phone: 'A', atMs: 9_000 }])).toEqual([2, 2, undefined]);
    const host = [fault(['A', 'B'], 0, 1_000), fault('A', 0, 5_000), fault(['A', 'B', 'C'], 0, 4_000)];
    expect(secondsOf(host, [{ phone: 'A', atMs: 9_000 }])).toEqual([5, 4, 5]);
  });

  it('never counts less than nothing, nor more than from the end of the fault to the next measurement', () => {
    fc.assert(
      fc.property(someFaults, someRuns, (faults, runs) => {
        recoveriesOf(faults, runs).forEach(({ fault: { phones: struck, mendedAtMs }, seconds }) => {
          const later = runs.filter((run) => run.atMs >= mendedAtMs && (struck?.includes(run.phone) ?? true));
          expect(seconds === undefined).toBe(later.length === 0);
          if (seconds === undefined) return;
          const firstMs = Math.min(...later.map(({ atMs }) => atMs));
          expect(seconds).toBeGreaterThanOrEqual(0);
          expect(seconds).toBeLessThanOrEqual((firstMs - mendedAtMs) / 1_000);
        });
      }),
    );
  });
});
