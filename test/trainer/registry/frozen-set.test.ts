import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import type { MeasuredTotal } from '../../../src/trainer/material/measured-total.js';
import { isFrozen, splitFrozen } from '../../../src/trainer/registry/frozen-set.js';

const hashes = Array.from({ length: 5_000 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('hex'),
);

const nothing = {
  rows: [],
  networks: [],
  singleRuns: [],
  noise: 0,
  unknownOperators: {},
  misplacedRuns: 0,
  totals: [],
  unknownTotals: [],
};

describe('the frozen set', () => {
  it('holds about one configuration in ten', () => {
    const frozen = hashes.filter(isFrozen).length;
    expect(frozen).toBeGreaterThan(400);
    expect(frozen).toBeLessThan(600);
  });

  it('holds one whole time in ten where only those were measured, of which none is learned from; none of few', () => {
    const total = (contentHash: string) =>
      ({ contentHash, network: contentHash, family: '', us: 1 }) as unknown as MeasuredTotal;
    const { learn, frozen } = splitFrozen({ ...nothing, totals: hashes.slice(0, 200).map(total) });
    expect(frozen.totals.length).toBeGreaterThan(5);
    expect(frozen.totals.every(({ contentHash }) => isFrozen(contentHash))).toBe(true);
    expect(learn.totals.some(({ contentHash }) => isFrozen(contentHash))).toBe(false);
    expect(learn.totals.length + frozen.totals.length).toBe(200);
    const few = hashes.filter(isFrozen).slice(0, 19).map(total);
    expect(splitFrozen({ ...nothing, totals: few }).learn.totals).toHaveLength(19);
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

  it('leaves something to learn of a scenario whose only network is frozen, or whose only configuration', () => {
    const frozen = hashes.filter(isFrozen);
    const contentHash = frozen[0] as string;
    const rowsOf = (configurations: readonly string[]) =>
      configurations.map((configuration) => ({
        ...{ kernelGroup: 'CONV_2D', configuration, features: {}, latencyUs: 9, network: 'only' },
      }));
    const splitOf = (configurations: readonly string[]) => {
      const kernels = rowsOf(configurations);
      const network = {
        name: 'only',
        contentHash,
        kernels,
        kernelCount: 1,
        operationSumUs: 9,
        endToEndUs: 9,
      };
      return splitFrozen({ ...nothing, rows: kernels, networks: [network] });
    };
    const { learn, frozen: kept } = splitOf(hashes.slice(0, 100));
    expect(learn.networks.map(({ name }) => name)).toEqual(['only']);
    expect(kept.networks).toEqual([]);
    expect(learn.rows.map(({ configuration }) => configuration)).toEqual(
      hashes.slice(0, 100).filter((hash) => !isFrozen(hash)),
    );
    expect(kept.rows.length).toBe(100 - learn.rows.length);
    const single = splitOf(frozen.slice(0, 1));
    expect([single.learn.rows.length, single.frozen.rows.length]).toEqual([1, 0]);
  });
});
