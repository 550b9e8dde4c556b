import { accelerators, coreSetPattern } from '../../records/scenario.js';
import { workerError } from '../errors.js';
import type { ClusterName, CoreCluster } from './core-clusters.js';

/** The cores that a scenario runs on; `undefined` for accelerators, where the tool's own thread may run anywhere. */
export interface CoreSelection {
  readonly cpus: readonly number[];
  /** For `taskset`: hexadecimal, without `0x`, as Android's toybox reads it. */
  readonly mask: string;
}

/**
 * Picks the cores of a core set (`1large`, `3med`, `1large1med`, `4small`; `gpu`, `dsp`, `npu`) on a phone. Of a cluster the
 * highest-numbered cores are taken: core 0 serves most of the phone's interrupts. Several clusters between the smallest
 * and the largest all count as `med`, the faster ones first.
 * Throws CORE_SET_UNKNOWN for a text of another form and for more cores than the phone has.
 */
export function selectCores(coreSet: string, clusters: readonly CoreCluster[]): CoreSelection | undefined {
  if (!coreSetPattern.test(coreSet) || coreSet === 'whole')
    throw workerError('CORE_SET_UNKNOWN', `${JSON.stringify(coreSet)} is no core set`);
  if (accelerators.some((accelerator) => accelerator === coreSet)) return undefined;
  const cpus = new Set<number>();
  for (const match of coreSet.matchAll(/([0-9]+)(large|med|small)/g)) {
    const available = cpusOf(match[2] as ClusterName, clusters).filter((cpu) => !cpus.has(cpu));
    const wanted = Number(match[1]);
    if (wanted > available.length) throw tooFew(coreSet, match[2] as ClusterName, clusters);
    for (const cpu of available.slice(0, wanted)) cpus.add(cpu);
  }
  const sorted = [...cpus].sort((a, b) => a - b);
  return { cpus: sorted, mask: cpuMask(sorted) };
}

/** The core sets of single clusters that a phone has: `1large`, `2large`, …, from its fastest cores to its slowest. */
export function coreSetsOf(clusters: readonly CoreCluster[]): string[] {
  return (['large', 'med', 'small'] as const).flatMap((name) =>
    cpusOf(name, clusters).map((_, index) => `${index + 1}${name}`),
  );
}

/** Affinity mask of cores: the sum of 1 << cpu, in hexadecimal without `0x`. */
export function cpuMask(cpus: readonly number[]): string {
  return cpus.reduce((mask, cpu) => mask | (1n << BigInt(cpu)), 0n).toString(16);
}

function cpusOf(name: ClusterName, clusters: readonly CoreCluster[]): number[] {
  return clusters
    .filter((cluster) => cluster.name === name)
    .reverse()
    .flatMap((cluster) => [...cluster.cpus].sort((a, b) => b - a));
}

function tooFew(coreSet: string, name: ClusterName, clusters: readonly CoreCluster[]): Error {
  const has = clusters.map((cluster) => `${cluster.cpus.length}${cluster.name}`).join(', ');
  return workerError(
    'CORE_SET_UNKNOWN',
    `core set ${coreSet} wants more ${name} cores than the phone has (${has})`,
  );
}
