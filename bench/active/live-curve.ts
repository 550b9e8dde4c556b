import { featuresOf } from '../../src/graph/index.js';
import type { ActivePool } from '../../src/orchestrator/index.js';
import { PoolLayout } from '../../src/trainer/acquisition/pool/candidate-pool.js';
import { fitLatencySurface } from '../../src/trainer/acquisition/surface/latency-surface.js';
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

/** Active campaigns beside random ones, by phone seconds; all means over campaigns. */
export interface LiveComparison {
  /** What the random ones end with. */
  readonly errorPercent: number;
  /** All that the random ones took. */
  readonly peerSeconds: number;
  /** What the random ones took until they had that error. */
  readonly peerSecondsUntilThere: number;
  /** What the active ones took until they had that error; infinite where they never do. */
  readonly seconds: number;
}

type Curve = readonly LivePoint[];

export function compareCurves(random: readonly Curve[], active: readonly Curve[]): LiveComparison {
  const errorPercent = mean(random.map((curve) => medianError(curve.slice(-lastPoints))));
  return {
    errorPercent,
    peerSeconds: mean(random.map((curve) => curve.at(-1)?.phoneSeconds ?? NaN)),
    peerSecondsUntilThere: secondsToReach(random, errorPercent),
    seconds: secondsToReach(active, errorPercent),
  };
}

/** A campaign ends with the median error of so many points, for the machine has its moments. */
const lastPoints = 5;

/** Phone seconds after which campaigns first come to a mean error; infinite where they never do. */
function secondsToReach(curves: readonly Curve[], errorPercent: number): number {
  const moments = curves.flatMap((curve) => curve.map(({ phoneSeconds }) => phoneSeconds));
  const reached = moments
    .sort((a, b) => a - b)
    .find((seconds) => mean(curves.map((curve) => errorAt(curve, seconds))) <= errorPercent);
  return reached ?? Infinity;
}

/** The error of a campaign after so many phone seconds; infinite before its first round was measured. */
function errorAt(curve: Curve, seconds: number): number {
  return curve.findLast(({ phoneSeconds }) => phoneSeconds <= seconds)?.errorPercent ?? Infinity;
}

function medianError(points: Curve): number {
  const errors = points.map(({ errorPercent }) => errorPercent).sort((a, b) => a - b);
  return errors[Math.floor(errors.length / 2)] ?? NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
