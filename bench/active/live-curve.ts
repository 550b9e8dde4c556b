import { featuresOf } from '../../src/graph/index.js';
import type { ActivePool } from '../../src/orchestrator/index.js';
import { PoolLayout } from '../../src/trainer/acquisition/candidate-pool.js';
import { fitLatencySurface } from '../../src/trainer/acquisition/latency-surface.js';
import type { LiveCampaign } from './live-farm.js';

/** How a campaign stood after a round. */
export interface LivePoint {
  readonly configurations: number;
  readonly phoneSeconds: number;
  /** Mean absolute error of networks that were not in the pool, of their operations' sums, percent. */
  readonly errorPercent: number;
}

/** Networks by configurations of a pool, and what those take. */
export interface HeldOut {
  readonly pool: ActivePool;
  readonly latenciesUs: ReadonlyMap<string, number>;
}

/**
 * The learning curve of a campaign: after each round everything measured until then is learned from, as the campaign itself does, and
 * networks that it never saw are predicted; what was measured counts as measured.
 */
export function liveCurve(campaign: LiveCampaign, pool: ActivePool, heldOut: HeldOut): LivePoint[] {
  const all = new Map([...pool.candidates, ...heldOut.pool.candidates].map((each) => [each.hash, each]));
  const candidates = [...all.values()].map(({ hash, configuration }) => ({
    kernelGroup: configuration.operator,
    configuration: hash,
    features: featuresOf(configuration),
  }));
  const layout = new PoolLayout(candidates).lay(candidates);
  const chosen = new Set<string>();
  const rounds = campaign.rounds.filter(({ choices }) => choices.length > 0);
  return rounds.map(({ choices }, index) => {
    choices.forEach((hash) => chosen.add(hash));
    const measured = candidates.flatMap(({ configuration: hash }, candidate) => {
      const latencyUs = chosen.has(hash) ? campaign.latenciesUs.get(hash) : undefined;
      return latencyUs === undefined ? [] : [{ candidate, latencyUs }];
    });
    const predictedUs = fitLatencySurface(layout, measured).latenciesUs(layout);
    for (const { candidate, latencyUs } of measured) predictedUs[candidate] = latencyUs;
    const predicted = new Map(
      candidates.map(({ configuration: hash }, place) => [hash, predictedUs[place] as number]),
    );
    const spentMs = rounds[index + 1]?.spentMs ?? campaign.busyMs;
    return {
      configurations: measured.length,
      phoneSeconds: spentMs / 1000,
      errorPercent: errorPercent(predicted, heldOut),
    };
  });
}

function errorPercent(predicted: ReadonlyMap<string, number>, { pool, latenciesUs }: HeldOut): number {
  const errors = pool.networks.map((uses) => {
    const sum = (timesUs: ReadonlyMap<string, number>) =>
      uses.reduce((total, { candidate, count }) => {
        const hash = pool.candidates[candidate]?.hash ?? '';
        // What could not be measured is left out of both sums.
        return latenciesUs.has(hash) ? total + count * (timesUs.get(hash) ?? 0) : total;
      }, 0);
    return Math.abs(sum(predicted) / sum(latenciesUs) - 1);
  });
  return (100 * errors.reduce((total, error) => total + error, 0)) / errors.length;
}

/**
 * A curve with each error replaced by the median of those around it, two to either side and fewer at the ends, so that neither luck nor
 * a bad moment of the machine decides.
 */
export function smoothed(curve: readonly LivePoint[]): LivePoint[] {
  return curve.map((point, index) => {
    const reach = Math.min(2, index, curve.length - 1 - index);
    return { ...point, errorPercent: medianError(curve.slice(index - reach, index + reach + 1)) };
  });
}

/** The error that a curve ends with: the median of its last five. */
export function finalError(curve: readonly LivePoint[]): number {
  return medianError(curve.slice(-5));
}

function medianError(points: readonly LivePoint[]): number {
  const errors = points.map(({ errorPercent }) => errorPercent).sort((a, b) => a - b);
  return errors[Math.floor(errors.length / 2)] ?? NaN;
}

/** Phone seconds after which a curve first comes to an error; `undefined` where it never does. */
export function secondsToReach(curve: readonly LivePoint[], errorPercent: number): number | undefined {
  return curve.find((point) => point.errorPercent <= errorPercent)?.phoneSeconds;
}
