import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isFrozen, splitFrozen } from '../../../src/trainer/registry/frozen-set.js';

const hashes = Array.from({ length: 5_000 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('hex'),
);

const nothing = { rows: [], networks: [], singleRuns: [], noise: 0, unknownOperators: {}, misplacedRuns: 0 };

describe('the frozen set', () => {
  it('holds about one configuration in ten', () => {
    const frozen = hashes.filter(isFrozen).length;
    expect(frozen).toBeGreaterThan(400);
    expect(frozen).toBeLessThan(600);
  });

  it('keeps all repeats of a configuration on one side', () => {
    const rows = [...hashes, ...hashes].map((configuration) => ({
      kernelGroup: 'CONV_2D',
      configuration,
      features: {},
      latencyUs: 1,
    }));
    const { learn, frozen } = splitFrozen({ ...nothing, rows });
    const learned = new Set(learn.rows.map(({ configuration }) => configuration));
    expect(learn.rows.length + frozen.rows.length).toBe(rows.length);
    expect(frozen.rows.filter(({ configuration }) => learned.has(configuration))).toEqual([]);
  });

  it('holds networks as well, of which no kernel is learned from, and whose time says how much a type counts', () => {
    const contentHashes = [hashes.find(isFrozen), hashes.find((hash) => !isFrozen(hash))] as string[];
    const configuration = contentHashes[1] as string;
    const networks = contentHashes.map((contentHash, index) => {
      const name = `network${index}`;
      const kernels = ['CONV_2D', 'CONV_2D', 'RELU'].map((kernelGroup) => ({
        ...{ kernelGroup, configuration, features: {}, network: name },
        latencyUs: kernelGroup === 'RELU' ? 2 : 9,
      }));
      return { name, contentHash, kernels, kernelCount: 3, operationSumUs: 20, endToEndUs: 21 };
    });
    const rows = networks.flatMap(({ kernels }) => kernels);
    const { learn, frozen } = splitFrozen({ ...nothing, rows, networks });
    expect(learn.rows.map(({ network }) => network)).toEqual(['network1', 'network1', 'network1']);
    expect(learn.networks.map(({ name }) => name)).toEqual(['network1']);
    expect(frozen.networks.map(({ name }) => name)).toEqual(['network0']);
    expect(frozen.shares.get('RELU')).toEqual({ ofKernels: 1 / 3, ofTime: 0.1 });
  });
});
