import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disagreement } from '../../../../../src/worker/runs/results/repetitions/agreement.js';
import type { RepeatedMeasurement } from '../../../../../src/worker/runs/results/repetitions/agreement.js';
import { judgeRepetitions } from '../../../../../src/worker/runs/results/repetitions/judge-repetitions.js';

const network = [800, 1200, 300, 2000, 500, 700];

/** A measurement of a network, with one of its operations slower by a factor. */
function measured(slow = 1, place = 3, noise = 1): RepeatedMeasurement {
  const operationsUs = network.map((us, index) => us * noise * (index === place ? slow : 1));
  return {
    inferenceMeanUs: operationsUs.reduce((sum, us) => sum + us, 0),
    standardErrorUs: 20,
    operationsUs,
  };
}

const repetition = (runId: string, measurement: RepeatedMeasurement, trusted = true) => {
  return { runId, measurement, trusted };
};

describe('two measurements of one model', () => {
  it('agree within what processes on one phone differ by', () => {
    expect(disagreement(measured(), measured(1, 0, 1.08))).toBeUndefined();
  });

  it('disagree when the whole differs by more than the spread allows', () => {
    expect(
      disagreement({ ...measured(), inferenceMeanUs: 27_400 }, { ...measured(), inferenceMeanUs: 47_000 }),
    ).toMatch('27400 µs against 47000 µs');
  });

  it('agree all the same when each is that uncertain', () => {
    const uncertain = { ...measured(), standardErrorUs: 600 };
    expect(
      disagreement(uncertain, { ...uncertain, inferenceMeanUs: uncertain.inferenceMeanUs * 1.5 }),
    ).toBeUndefined();
  });

  it('disagree when one operation of many is 2.5 times as slow, which the sum may hide', () => {
    const slow = measured(2.5, 2);
    expect(slow.inferenceMeanUs / measured().inferenceMeanUs).toBeLessThan(1.1);
    expect(disagreement(measured(), slow)).toMatch(/operation 2 took 300 µs against 750 µs/);
  });

  it('disagree in the same way whichever is asked first', () => {
    const any = fc.record({
      inferenceMeanUs: fc.double({ min: 1, max: 1e6, noNaN: true }),
      standardErrorUs: fc.double({ min: 0, max: 1e4, noNaN: true }),
      operationsUs: fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(disagreement(a, b) === undefined).toBe(disagreement(b, a) === undefined);
        expect(disagreement(a, a)).toBeUndefined();
      }),
    );
  });
});

describe('a new measurement', () => {
  it('is trusted when there is no other, or none that contradicts it', () => {
    expect(judgeRepetitions(measured(), [], [], false)).toEqual({ doubted: [] });
    expect(judgeRepetitions(measured(), [repetition('a', measured(1, 0, 1.05))], [], false)).toEqual({
      doubted: [],
    });
  });

  it('is in doubt when it contradicts the only other one, which stays until more is known', () => {
    const { doubt, doubted } = judgeRepetitions(measured(), [repetition('a', measured(2.5))], [], false);
    expect(doubt).toBeTruthy();
    expect(doubted).toEqual([]);
  });

  it('puts the other one in doubt when what it measured before agrees with it', () => {
    const judgement = judgeRepetitions(measured(), [repetition('a', measured(2.5))], [measured()], false);
    expect(judgement).toMatchObject({ doubted: [{ runId: 'a' }] });
    expect(judgement.doubt).toBeUndefined();
  });

  it('is in doubt when two others agree with each other and not with it', () => {
    const others = [repetition('a', measured()), repetition('b', measured(1, 0, 1.02))];
    const { doubt, doubted } = judgeRepetitions(measured(2.5), others, [], true);
    expect(doubt).toBeTruthy();
    expect(doubted).toEqual([]);
  });

  it('takes all with it that are no more certain when it is not measured again', () => {
    const { doubt, doubted } = judgeRepetitions(measured(), [repetition('a', measured(2.5))], [], true);
    expect([doubt === undefined, doubted.map(({ runId }) => runId)]).toEqual([false, ['a']]);
  });

  it('is not put in doubt by what is in doubt itself', () => {
    expect(judgeRepetitions(measured(), [repetition('a', measured(2.5), false)], [], true)).toEqual({
      doubted: [],
    });
  });

  it('never leaves a slow process trusted among honest ones, whichever comes when', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.nat(5),
        fc.nat(network.length - 1),
        fc.array(fc.double({ min: 0.98, max: 1.02, noNaN: true }), { minLength: 12, maxLength: 12 }),
        (repetitions, slowOne, place, noises) => {
          const trusted = new Map<string, RepeatedMeasurement>();
          const waiting = Array.from({ length: repetitions }, (_, index) => String(index));
          const history = new Map<string, RepeatedMeasurement[]>();
          let measurements = 0;
          for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
            const noise = noises[measurements % noises.length] ?? 1;
            const fresh = measured(measurements === slowOne % repetitions ? 2.5 : 1, place, noise);
            measurements += 1;
            expect(measurements).toBeLessThan(3 * repetitions + 3);
            const others = [...trusted].map(([id, measurement]) => repetition(id, measurement));
            const { doubt, doubted } = judgeRepetitions(fresh, others, history.get(run) ?? [], false);
            for (const { runId } of doubted) {
              trusted.delete(runId);
              waiting.push(runId);
            }
            if (doubt === undefined) trusted.set(run, fresh);
            else {
              history.set(run, [...(history.get(run) ?? []), fresh]);
              waiting.unshift(run);
            }
          }
          const honest = [...trusted.values()];
          expect(honest).toHaveLength(repetitions);
          for (const one of honest) expect(disagreement(one, measured())).toBeUndefined();
        },
      ),
    );
  });
});
