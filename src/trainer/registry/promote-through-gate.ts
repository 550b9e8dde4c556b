import type { SqlDatabase } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/errors.js';
import { PredictorError } from '../../predictor/errors.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import type { SampleKind } from '../../records/sample.js';
import { readTrainingSet, type TrainingSet } from '../training-set/training-set.js';
import { splitFrozen, type FrozenSet } from './frozen-set.js';
import type { GateReport, GateThresholds } from './gate-report.js';
import { defaultGateThresholds, judgeCandidate } from './gate.js';
import { loadRelease } from './load-release.js';
import { promoteRelease, rejectRelease, type ReleaseVersion } from './promote.js';

export interface GatedPromotionOptions {
  /** Who asks: a user's name, `nightly`. Kept in the history. */
  readonly actor: string;
  readonly gate?: Partial<GateThresholds>;
  /**
   * A release that nothing answers before is promoted though there is too little to judge it by: it takes nobody's place. False by
   * default.
   */
  readonly acceptsFirst?: boolean;
  /** Samples that the frozen set is taken from; all kinds by default. */
  readonly sampleKinds?: readonly SampleKind[];
  /** What was read to train from: read anew when absent. */
  readonly trainingSet?: TrainingSet;
}

/**
 * Judges a release against the one that answers now, and promotes it or marks it as rejected. The incumbent goes on answering until the
 * very moment of promotion, also when it is itself what is judged. Throws RELEASE_NOT_FOUND, and PREDICTOR_FILE_INVALID when the release is damaged.
 */
export async function promoteThroughGate(
  database: SqlDatabase,
  key: ReleaseVersion,
  options: GatedPromotionOptions,
): Promise<GateReport> {
  const { actor, gate: thresholds = {}, acceptsFirst = false } = options;
  const candidate = await loadRelease(database, key);
  const incumbent = await incumbentOf(database, key);
  const isFirst = acceptsFirst && incumbent === undefined;
  const limits = isFirst ? { ...thresholds, minimumConfigurations: 0 } : thresholds;
  const gate = await judge(await frozenSetOf(database, key, options), candidate, incumbent, limits);
  if (gate.passed) await promoteRelease(database, key, { actor, gateReport: gate });
  else if (incumbent?.id !== candidate.id) await rejectRelease(database, key, gate, actor);
  return gate;
}

async function judge(
  frozen: FrozenSet,
  candidate: LoadedRelease,
  incumbent: LoadedRelease | undefined,
  thresholds: Partial<GateThresholds>,
): Promise<GateReport> {
  const wholes = frozen.totals.filter(({ operationsTimed }) => !operationsTimed);
  if (candidate.rates === undefined && wholes.length === 0)
    return judgeCandidate(frozen, candidate, incumbent, thresholds);
  // Answers for whole networks, and loads all that describes them.
  const { judgeRates, judgeWholes, wholeNetwork } = await import('./gate-of-rates.js');
  if (candidate.rates === undefined) {
    return judgeCandidate(frozen, candidate, incumbent, thresholds, {
      networks: wholes.map(wholeNetwork),
      candidate: judgeWholes(wholes, candidate),
      incumbent: incumbent === undefined ? [] : judgeWholes(wholes, incumbent),
    });
  }
  return judgeRates(frozen.totals, candidate, incumbent, { ...defaultGateThresholds, ...thresholds });
}

async function frozenSetOf(
  database: SqlDatabase,
  { deviceModel, scenarioKey }: ReleaseVersion,
  { sampleKinds = ['OPERATIONS', 'ARCHITECTURE', 'FILE'], trainingSet }: GatedPromotionOptions,
): Promise<FrozenSet> {
  const query = { deviceModel, scenarioKey, sampleKinds };
  return splitFrozen(trainingSet ?? (await readTrainingSet(database, query))).frozen;
}

/** The release that answers now. A damaged one cannot be compared with, and must not keep a sound one from answering. */
async function incumbentOf(
  database: SqlDatabase,
  { deviceModel, scenarioKey }: ReleaseVersion,
): Promise<LoadedRelease | undefined> {
  try {
    return await loadRelease(database, { deviceModel, scenarioKey });
  } catch (error) {
    if (isFarmError(error, 'RELEASE_NOT_FOUND') || isDamaged(error)) return undefined;
    throw error;
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof PredictorError && error.code === 'PREDICTOR_FILE_INVALID';
}
