import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planJobs, planRuns } from '../../../../src/orchestrator/campaign/plan/plan.js';

const plan = {
  campaignId: 'c',
  samples: ['a', 'b', 'c'].map((contentHash) => ({ contentHash, scenarioKeys: ['one', 'two'] })),
  poolKeys: ['p', 'q'],
  repetitions: 2,
};

describe('planning runs', () => {
  it('measures every sample in every scenario on every pool as often as wanted, each under a key of its own', () => {
    const runs = planRuns(plan);
    expect(runs).toHaveLength(3 * 2 * 2 * 2);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length);
  });

  it('measures a sample only in the scenarios that measure its precision', () => {
    const [first, ...others] = plan.samples;
    const samples = [{ contentHash: first?.contentHash ?? '', scenarioKeys: ['two'] }, ...others];
    const runs = planRuns({ ...plan, samples });
    expect(runs).toHaveLength((3 + 2) * 2 * 2);
    expect(runs.filter(({ sampleHash }) => sampleHash === 'a').map(({ scenarioKey }) => scenarioKey)).toEqual(
      Array(4).fill('two'),
    );
  });

  it('gives the same keys again for the same campaign, others for another', () => {
    const keys = (campaignId: string) => planRuns({ ...plan, campaignId }).map(({ key }) => key);
    expect(keys('c')).toEqual(keys('c'));
    expect(new Set([...keys('c'), ...keys('d')]).size).toBe(48);
  });
});

describe('planning jobs', () => {
  const run = fc.record({
    id: fc.uuid(),
    poolKey: fc.constantFrom('p', 'q'),
    scenarioKey: fc.constantFrom('one', 'two'),
  });

  it('puts each run into one job of its pool, in order, with others of its scenario, no more than may be', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(run, { selector: ({ id }) => id }),
        fc.integer({ min: 1, max: 5 }),
        (runs, most) => {
          const jobs = planJobs(runs, most);
          expect(jobs.flatMap(({ job }) => job.runIds).toSorted()).toEqual(
            runs.map(({ id }) => id).toSorted(),
          );
          for (const { poolKey, job } of jobs) {
            const inJob = runs.filter(({ id }) => job.runIds.includes(id));
            expect(inJob.map(({ id }) => id)).toEqual(job.runIds);
            expect(inJob.every((each) => each.poolKey === poolKey)).toBe(true);
            expect(new Set(inJob.map(({ scenarioKey }) => scenarioKey)).size).toBe(1);
            expect(inJob.length).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });

  it('leaves no more than one job short for each pool and scenario', () => {
    const runs = Array.from({ length: 10 }, (_, id) => ({
      id: String(id),
      poolKey: 'p',
      scenarioKey: 'one',
    }));
    expect(planJobs(runs, 4).map(({ job }) => job.runIds.length)).toEqual([4, 4, 2]);
  });
});
