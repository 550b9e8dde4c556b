import { groupBy, type LatencyRow } from '../material/latency-rows.js';
import type { MeasuredTotal } from '../material/measured-total.js';
import type { TrainingMaterial } from '../material/training-material.js';
import type { TrainingSet } from '../training-set/training-set.js';
import type { StoredNetwork } from '../training-set/whole-runs.js';

/** One configuration, and one network, in this many is frozen. */
const oneIn = 10;

/** How much of networks an operation type is. */
export interface GroupShare {
  readonly ofKernels: number;
  readonly ofTime: number;
}

/** What releases are judged by. */
export interface FrozenSet {
  readonly rows: readonly LatencyRow[];
  readonly networks: readonly StoredNetwork[];
  /** Whole networks' times, where nothing timed the operations of some. */
  readonly totals: readonly MeasuredTotal[];
  /** All that was measured, frozen or not. What was learned from tells only of errors that no learner makes. */
  readonly measured: readonly LatencyRow[];
  /** Configurations measured in all, frozen or not. */
  readonly configurations: number;
  /** Operation types in the networks that were measured; where none was, in all that was. */
  readonly shares: ReadonlyMap<string, GroupShare>;
}

/**
 * Whether a configuration or network belongs to the frozen set: never learned from by gated training, so that candidate and incumbent
 * are judged on the same ones, which neither has seen. Decided by its own hash, so that the answer is the same for every release,
 * scenario and day.
 */
export function isFrozen(hash: string): boolean {
  return Number.parseInt(hash.slice(0, 8), 16) % oneIn === 0;
}

/**
 * Splits a training set into what to learn from and what to judge by. Nothing that was measured in a frozen network is learned from. Where
 * that would leave less than half of the configurations to learn, as of a single network that happens to be frozen, networks are learned
 * from and only configurations frozen; where it would leave none, nothing is: a first release that nothing judges is better than none.
 */
export function splitFrozen(set: TrainingSet): { learn: TrainingMaterial; frozen: FrozenSet } {
  const { learned, kept } = splitTotals(set.totals);
  const { learn, frozen } = splitTimings(set);
  return { learn: { ...learn, totals: learned }, frozen: { ...frozen, totals: kept } };
}

function splitTimings(set: TrainingSet): {
  learn: Omit<TrainingMaterial, 'totals'>;
  frozen: Omit<FrozenSet, 'totals'>;
} {
  if (set.rows.length === 0) return split(set, 0, [], () => false);
  const configurations = countConfigurations(set.rows);
  const networks = set.networks.filter(({ contentHash }) => isFrozen(contentHash));
  const byNetworks = split(set, configurations, networks, isFrozen);
  if (2 * countConfigurations(byNetworks.learn.rows) >= configurations) return byNetworks;
  const byConfigurations = split(set, configurations, [], isFrozen);
  return byConfigurations.learn.rows.length > 0
    ? byConfigurations
    : split(set, configurations, [], () => false);
}

/** Of fewer networks every one teaches more than it would judge. */
const fewestToFreeze = 20;

function splitTotals(totals: readonly MeasuredTotal[]) {
  const isKept = ({ contentHash }: MeasuredTotal) => totals.length >= fewestToFreeze && isFrozen(contentHash);
  return { learned: totals.filter((total) => !isKept(total)), kept: totals.filter(isKept) };
}

function split(
  set: TrainingSet,
  configurations: number,
  networks: readonly StoredNetwork[],
  isKept: (configuration: string) => boolean,
): { learn: Omit<TrainingMaterial, 'totals'>; frozen: Omit<FrozenSet, 'totals'> } {
  const names = new Set(networks.map(({ name }) => name));
  return {
    learn: {
      rows: set.rows.filter(
        ({ configuration, network }) =>
          !isKept(configuration) && (network === undefined || !names.has(network)),
      ),
      networks: set.networks.filter(({ name }) => !names.has(name)),
      singleRuns: set.singleRuns,
      noise: set.noise,
    },
    frozen: {
      rows: set.rows.filter(({ configuration }) => isKept(configuration)),
      networks,
      measured: set.rows,
      configurations,
      shares: groupShares(set),
    },
  };
}

function countConfigurations(rows: readonly LatencyRow[]): number {
  return new Set(rows.map(({ configuration }) => configuration)).size;
}

function groupShares({ networks, rows }: TrainingSet): ReadonlyMap<string, GroupShare> {
  const inNetworks = networks.flatMap(({ kernels }) => kernels);
  const kernels = inNetworks.length > 0 ? inNetworks : rows;
  const sumUs = (list: readonly LatencyRow[]) => list.reduce((sum, { latencyUs }) => sum + latencyUs, 0);
  const allUs = sumUs(kernels);
  return new Map(
    [...groupBy(kernels, ({ kernelGroup }) => kernelGroup)].map(([kernelGroup, own]) => [
      kernelGroup,
      { ofKernels: own.length / kernels.length, ofTime: sumUs(own) / allUs },
    ]),
  );
}
