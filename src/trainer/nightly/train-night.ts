import type { Database } from '../../platform/database/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { claimTraining } from '../../tables/nightly-training/claim-training.js';
import { readMeasuredDeviceModels } from '../../tables/run/past-runs.js';
import { materialHash } from '../material/training-material.js';
import { splitFrozen } from '../registry/frozen-set.js';
import { listReleases } from '../registry/list-releases.js';
import { pinnedVersion } from '../registry/pin.js';
import { readTrainingSet, type TrainingSet } from '../training-set/training-set.js';
import type { OfferedPrior } from '../totals/choose-prior.js';
import { retrain } from '../training/retrain.js';
import { storeTraining } from '../training/train-scenario.js';
import type { NightlySettings } from './settings.js';

export interface NightOptions {
  readonly database: Database;
  readonly settings: NightlySettings;
  /** The moment that the schedule names; whatever is trained for it is trained once. */
  readonly dueAt: Date;
  readonly codeVersion: string;
  /** What phones have in common, as `farm train` takes it. */
  readonly prior?: OfferedPrior;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `pinned`: a candidate was learned, and left unjudged because the release that answers is pinned. */
export type NightOutcome = 'promoted' | 'kept' | 'pinned' | 'no-new-data' | 'failed';

/** What came of one (device model, scenario) in a night. */
export interface NightEntry {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly outcome: NightOutcome;
}

/** A claim whose holder has not finished after this long is taken over: its process died. */
const abandonedAfterMs = 6 * 60 * 60_000;

const sampleKinds = ['OPERATIONS', 'ARCHITECTURE', 'FILE'] as const;

/**
 * Trains everything of one night that nobody has trained for it yet: claims each (device model, scenario) by a row, leaves out
 * what has no new data, trains and gates the rest, and keeps the report in the row. One failure does not keep the others from
 * their turn. Returns what this call did; what another process holds or has done is not among it.
 */
export async function trainNight(options: NightOptions): Promise<NightEntry[]> {
  const entries: NightEntry[] = [];
  for (const { deviceModel, scenarioKey } of await nightTargets(options)) {
    const now = options.clock.nowMs();
    const claim = await claimTraining(options.database.pool, {
      ...{ dueAt: options.dueAt, deviceModel, scenarioKey, startedAt: new Date(now) },
      abandonedBefore: new Date(now - abandonedAfterMs),
    });
    if (claim === undefined) continue;
    const { outcome, report } = await trainOne(options, deviceModel, scenarioKey);
    await options.database.prisma.nightlyTraining.update({
      where: { id: claim },
      data: { outcome, report, finishedAt: new Date(options.clock.nowMs()) },
    });
    options.logger.info({ deviceModel, scenarioKey, outcome }, 'trained for the night');
    entries.push({ deviceModel, scenarioKey, outcome });
  }
  return entries;
}

interface Target {
  readonly deviceModel: string;
  readonly scenarioKey: string;
}

/** The (device model, scenario) pairs with measurements that the settings name, each once. */
export async function nightTargets({
  database,
  settings,
}: Pick<NightOptions, 'database' | 'settings'>): Promise<Target[]> {
  const known = (await database.prisma.scenario.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key);
  const found = new Map<string, Target>();
  for (const { scenario, device } of settings.scenarios) {
    for (const scenarioKey of scenario === '*' ? known : [scenario]) {
      for (const deviceModel of await readMeasuredDeviceModels(database.pool, scenarioKey)) {
        if (device === undefined || device === deviceModel) {
          found.set(JSON.stringify([deviceModel, scenarioKey]), { deviceModel, scenarioKey });
        }
      }
    }
  }
  return [...found.values()];
}

interface Training {
  readonly outcome: NightOutcome;
  readonly report: object;
}

async function trainOne(options: NightOptions, deviceModel: string, scenarioKey: string): Promise<Training> {
  const { database, settings, codeVersion } = options;
  try {
    const trainingSet = await readTrainingSet(database, { deviceModel, scenarioKey, sampleKinds });
    if (!(await hasNewData(database, deviceModel, scenarioKey, trainingSet)))
      return { outcome: 'no-new-data', report: {} };
    const prior = options.prior === undefined ? {} : { prior: options.prior };
    const what = { database, scenarioKey, deviceModel, seed: settings.seed, codeVersion, ...prior };
    const pinned = await pinnedVersion(database, { deviceModel, scenarioKey });
    if (pinned !== undefined) {
      const { version, trainingRows, notes } = await storeTraining({ ...what, candidate: true }, trainingSet);
      return { outcome: 'pinned', report: plain({ version, trainingRows, heldOut: notes.heldOut, pinned }) };
    }
    const judged = { ...what, actor: 'nightly', gate: defined(settings.gate) };
    const { training, gate, promoted } = await retrain(judged, trainingSet);
    const { version, trainingRows, notes } = training;
    const report = { version, trainingRows, heldOut: notes.heldOut, gate };
    return { outcome: promoted ? 'promoted' : 'kept', report: plain(report) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNEXPECTED';
    const message = error instanceof Error ? error.message : String(error);
    options.logger.error({ deviceModel, scenarioKey, error }, 'nightly training failed');
    return { outcome: 'failed', report: { code, message } };
  }
}

/** Whether there is anything to learn that the latest release, promoted or refused, has not learned. */
async function hasNewData(
  database: Database,
  deviceModel: string,
  scenarioKey: string,
  trainingSet: TrainingSet,
): Promise<boolean> {
  const [latest] = await listReleases(database, { deviceModel, scenarioKey });
  const hashes = [trainingSet, splitFrozen(trainingSet).learn].map(materialHash);
  return latest === undefined || !hashes.includes(latest.trainingSetHash);
}

function defined<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

function plain(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
