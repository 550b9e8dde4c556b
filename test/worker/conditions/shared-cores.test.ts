import { describe, expect, it } from 'vitest';

import { SharedCores } from '../../../src/worker/conditions/shared-cores.js';
import type { ProcessorUse } from '../../../src/worker/conditions/processor-times.js';

/** An execution that kept each of two cores busy throughout, of which the tool had a share. */
function execution(durationMs: number, foreignShare = 0): ProcessorUse {
  const cores = (busyMs: number) => new Map([0, 1].map((cpu) => [cpu, { busyMs, idleMs: 0 }]));
  return { before: cores(0), after: cores(durationMs), ownMs: durationMs * (1 - foreignShare) };
}

function watch() {
  let nowMs = 0;
  const told: (number | undefined | 'waits')[] = [];
  const cores = new SharedCores({ nowMs: () => nowMs, contendedFrom: 0.15 });
  return {
    told,
    conclude: () => cores.conclude(),
    forget: () => cores.forget(),
    pass: (ms: number) => (nowMs += ms),
    add: (use: ProcessorUse | undefined, cpus: readonly number[] = [1]) => {
      const place = told.push('waits') - 1;
      cores.add(use, cpus, (share) => {
        if (told[place] !== 'waits') throw new Error('told twice');
        told[place] = share;
      });
    },
  };
}

describe('SharedCores', () => {
  it('tells at once of an execution that is long enough, and of one of which the phone tells nothing', () => {
    const { add, told } = watch();
    add(execution(1_000, 0.5));
    add(undefined);
    expect(told).toEqual([0.47, undefined]);
  });

  it('tells of short executions as soon as they say something together', () => {
    const { add, told } = watch();
    for (let count = 0; count < 3; count += 1) add(execution(100));
    expect(told).toEqual(['waits', 'waits', 'waits']);
    add(execution(100));
    expect(told).toEqual([0, 0, 0, 0]);
  });

  it('finds that short executions were contended', () => {
    const { add, told } = watch();
    for (let count = 0; count < 7; count += 1) add(execution(80, 0.6));
    expect(told).toHaveLength(7);
    for (const share of told) expect(share).toBeGreaterThan(0.3);
  });

  it('finds one that was contended among others that were not', () => {
    const { add, told } = watch();
    for (const share of [0, 0, 0.9, 0]) add(execution(100, share));
    expect(told.map((share) => Number(share) > 0.15)).toEqual([false, false, true, false]);
  });

  it('lets the executions before vouch for the last ones of a job, for a while', () => {
    const { add, conclude, pass, told } = watch();
    add(execution(1_000));
    add(execution(60));
    conclude();
    expect(told).toEqual([0, 0]);
    pass(31_000);
    add(execution(60));
    conclude();
    expect(told).toEqual([0, 0, undefined]);
  });

  it('lets none vouch longer because of others that it vouched for', () => {
    const { add, conclude, pass, told } = watch();
    add(execution(1_000));
    pass(20_000);
    add(execution(60));
    conclude();
    pass(20_000);
    add(execution(60));
    conclude();
    expect(told).toEqual([0, 0, undefined]);
  });

  it('lets neither contended executions nor those on other cores vouch, nor any after it forgot', () => {
    const { add, conclude, forget, told } = watch();
    add(execution(1_000, 0.5));
    add(execution(60));
    conclude();
    add(execution(1_000), [0]);
    add(execution(60), [1]);
    conclude();
    add(execution(1_000), [1]);
    forget();
    add(execution(60), [1]);
    conclude();
    expect(told).toEqual([0.47, undefined, 0, undefined, 0, undefined]);
  });

  it('knows of every one of 364 executions under 0.25 s in jobs of a few, of which alone none but 7 could say anything', () => {
    const { add, conclude, pass, told } = watch();
    for (let count = 0; count < 364; count += 1) {
      // As XNNPACK's are: nearly all far below the 0.2 s that one needs to speak for itself.
      add(execution(count % 52 === 0 ? 240 : 30 + ((37 * count) % 120)));
      pass(500);
      if (count % 8 === 7) conclude();
    }
    conclude();
    expect(told).toEqual(told.map(() => 0));
  });

  it('tells of each execution once', () => {
    const { add, conclude, told } = watch();
    for (let count = 0; count < 23; count += 1) add(execution(count % 5 === 4 ? 300 : 40), [count % 2]);
    conclude();
    conclude();
    expect(told).not.toContain('waits');
  });
});
