import { describe, expect, it } from 'vitest';

import { coreSetsText, parseClusters, unreadableCpus } from '../../../src/worker/cores/core-clusters.js';

const policy = (number: number, cpus: string, khz: number, capacity = '') =>
  `/sys/devices/system/cpu/cpufreq/policy${number}|${cpus}|${khz}|${capacity}\n`;

describe('parseClusters', () => {
  it('names three clusters small, med and large by their maximum frequency', () => {
    const pixel4 = policy(0, '0 1 2 3', 1785600) + policy(4, '4 5 6', 2419200) + policy(7, '7', 2841600);
    expect(parseClusters(pixel4)).toEqual([
      { name: 'small', cpus: [0, 1, 2, 3], maxFrequencyKhz: 1785600 },
      { name: 'med', cpus: [4, 5, 6], maxFrequencyKhz: 2419200 },
      { name: 'large', cpus: [7], maxFrequencyKhz: 2841600 },
    ]);
  });

  it('calls the one cluster of a phone with equal cores large', () => {
    expect(parseClusters(policy(0, '0 1 2 3', 1500000)).map((cluster) => cluster.name)).toEqual(['large']);
  });

  it('calls everything between the slowest and the fastest of four clusters med', () => {
    const listing =
      policy(0, '0 1 2', 2016000) + policy(3, '3 4', 2803200, '800') + policy(5, '5 6', 2803200, '900');
    const names = parseClusters(listing + policy(7, '7', 3187200)).map((cluster) => cluster.name);
    expect(names).toEqual(['small', 'med', 'med', 'large']);
  });

  it('orders clusters of equal frequency by capacity', () => {
    const listing = policy(0, '4 5', 2000000, '1024') + policy(4, '0 1', 2000000, '500');
    expect(parseClusters(listing).map((cluster) => cluster.cpus)).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  it('joins cores that have a policy each but are of one kind', () => {
    const listing = [0, 1, 2, 3].map((cpu) => policy(cpu, String(cpu), cpu < 2 ? 1500000 : 2500000)).join('');
    expect(parseClusters(listing).map((cluster) => cluster.cpus)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('reads nothing out of what a phone without cpufreq prints', () => {
    expect(
      parseClusters("cat: '/sys/devices/system/cpu/cpufreq/policy*/related_cpus': No such file\n|||\n"),
    ).toEqual([]);
  });
});

describe('unreadableCpus', () => {
  it('names the cores that the kernel lists and no policy has', () => {
    const listing = `present|0-7\n${policy(0, '0 1 2 3', 1785600)}${policy(4, '4 5 6', 2419200)}`;
    expect(unreadableCpus(`${listing}/sys/devices/system/cpu/cpufreq/policy7|||\n`)).toEqual([7]);
    expect(unreadableCpus(listing + policy(7, '7', 2841600))).toEqual([]);
  });

  it('knows of none where the kernel lists none', () => {
    expect(unreadableCpus(`present|\n${policy(0, '0 1', 1785600)}`)).toEqual([]);
  });
});

it('says in one line which cores are of which kind', () => {
  const clusters = parseClusters(policy(0, '0 1', 1785600) + policy(2, '2', 2419200));
  expect(coreSetsText(clusters)).toBe('small:0,1 large:2');
});
