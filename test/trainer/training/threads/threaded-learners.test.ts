import { afterAll, describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../../src/learning/random/random.js';
import type { LatencyRow } from '../../../../src/trainer/material/latency-rows.js';
import {
  learnRelease,
  learnReleaseBy,
  type LearnedRelease,
} from '../../../../src/trainer/training/learn-release.js';
import { ThreadedLearners } from '../../../../src/trainer/training/threads/threaded-learners.js';

const threads = new ThreadedLearners(2);
afterAll(() => threads.close());

const options = { learner: 'auto', random: randomFromSeed(1), seed: 1, codeVersion: '0.0.0' } as const;
const material = (rows: readonly LatencyRow[]) => ({
  rows,
  networks: [],
  singleRuns: [],
  totals: [],
  noise: 0.02,
});

/** Configurations of a few kernel groups, among them one of too few for a predictor of its own. */
function measuredRows(): LatencyRow[] {
  const random = randomFromSeed(2);
  const sizes = { ADD: 30, CONV_2D: 60, MUL: 5, RELU: 20, SOFTMAX: 18 };
  return Object.entries(sizes).flatMap(([kernelGroup, count]) =>
    Array.from({ length: count }, (_, index) => {
      const flops = Math.round(random.uniform(1e3, 1e6));
      const bytes = Math.round(random.uniform(1e3, 1e5));
      const features = { flops, movedBytes: bytes, weightBytes: 0, inputBytes: bytes, outputBytes: bytes };
      const latencyUs = (3 + flops / 2e4 + bytes / 1e4) * Math.exp(random.normal(0, 0.05));
      return { kernelGroup, configuration: `${kernelGroup} ${index}`, features, latencyUs };
    }),
  );
}

/** Everything of a release that is kept. */
const kept = ({ kernels, ...rest }: LearnedRelease) => ({
  ...rest,
  costs: undefined,
  files: kernels.predictors.map((predictor) => Buffer.from(predictor.toBytes()).toString('base64')),
});

describe('learning kernel groups in threads', () => {
  it('gives the same release, bit for bit, as learning them one after the other', async () => {
    const rows = measuredRows();
    const groups: string[] = [];
    const learned = await learnReleaseBy(threads, material(rows), {
      ...options,
      onGroup: ({ kernelGroup }, done, total) => groups.push(`${kernelGroup} ${done}/${total}`),
    });
    expect(kept(learned)).toEqual(kept(learnRelease(material(rows), options)));
    expect(groups.map((text) => text.split(' ')[1])).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  });

  it('tells what is wrong with a group as learning it here does', async () => {
    const rows = measuredRows().map((row, index) => (index === 40 ? { ...row, latencyUs: 0 } : row));
    await expect(learnReleaseBy(threads, material(rows), options)).rejects.toMatchObject({
      code: 'LEARNER_INPUT_INVALID',
    });
  });

  it('goes on alone when the threads have ended', async () => {
    const rows = measuredRows();
    const ended = new ThreadedLearners(1);
    const learned = learnReleaseBy(ended, material(rows), options);
    await ended.close();
    expect(kept(await learned)).toEqual(kept(learnRelease(material(rows), options)));
  });
});
