import { randomFromSeed } from '../../../learning/random/random.js';
import { trainerError } from '../../errors.js';
import type { MeasuredNetwork } from '../../material/measured-networks.js';
import { measuredPool } from '../pool/measured-pool.js';
import { sourcePhone } from '../pool/source-phone.js';
import { strategyNamed } from '../strategies/catalogue.js';
import { playCampaign, playPlainBoosting, type BudgetPoint } from './play-campaign.js';

/** Name of the peer among strategies: plain boosting on configurations chosen by chance. */
export const plainBoostingName = 'plain-boosting';

export interface LearningCurveOptions {
  /** Networks whose configurations are the pool. */
  readonly train: readonly MeasuredNetwork[];
  /** Networks that campaigns are judged by. */
  readonly test: readonly MeasuredNetwork[];
  /** The training networks as measured on phones already profiled, a list for each phone. */
  readonly sources?: readonly (readonly MeasuredNetwork[])[];
  /** Numbers of configurations; those beyond the pool mean the whole pool. */
  readonly budgets: readonly number[];
  readonly strategies: readonly string[];
  readonly seeds: readonly number[];
  /** Told of each campaign played. */
  readonly onCampaign?: (done: number, total: number) => void;
}

export interface CurvePoint extends BudgetPoint {
  readonly strategy: string;
  readonly seed: number;
}

export interface LearningCurves {
  readonly poolSize: number;
  readonly points: readonly CurvePoint[];
}

/**
 * Plays a campaign for every strategy and seed. Throws STRATEGY_UNKNOWN, and TRAINING_DATA_MISSING when there are no networks to learn
 * from or to be judged by.
 */
export function learningCurves(options: LearningCurveOptions): LearningCurves {
  const { train, test, strategies, seeds, onCampaign } = options;
  if (train.length === 0 || test.length === 0) {
    throw trainerError(
      'TRAINING_DATA_MISSING',
      'A campaign needs networks to learn from and others to be judged by.',
    );
  }
  const makers = new Map(
    strategies.map((name) => [name, name === plainBoostingName ? undefined : strategyNamed(name)]),
  );
  const sources = (options.sources ?? []).map((networks, index) =>
    sourcePhone(
      networks.flatMap(({ kernels }) => kernels),
      randomFromSeed(index).split('source'),
    ),
  );
  const measured = measuredPool(train, sources);
  const judges = { networks: test, sources };
  const budgets = withinPool(options.budgets, measured.pool.size);
  const points: CurvePoint[] = [];
  let done = 0;
  for (const [name, strategy] of makers) {
    for (const seed of seeds) {
      const random = randomFromSeed(seed).split(name);
      const curve =
        strategy === undefined
          ? playPlainBoosting(measured, judges, budgets, random)
          : playCampaign(measured, judges, strategy, budgets, random);
      points.push(...curve.map((point) => ({ strategy: name, seed, ...point })));
      onCampaign?.(++done, makers.size * seeds.length);
    }
  }
  return { poolSize: measured.pool.size, points };
}

/** Ascending, each once. */
function withinPool(budgets: readonly number[], poolSize: number): number[] {
  return [...new Set(budgets.map((budget) => Math.min(budget, poolSize)))].sort((a, b) => a - b);
}
