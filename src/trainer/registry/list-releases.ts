import type { Database, ReleaseState } from '../../platform/database/index.js';
import { readListedReleases } from '../../tables/release/listed-releases.js';
import { trainerError } from '../errors.js';
import type { ReleaseVersion } from './promote.js';
import { readReleaseNotes, type ReleaseNotes } from './release-notes.js';

export interface ReleaseFilter {
  readonly scenarioKey?: string;
  readonly deviceModel?: string;
  /** All when left out. */
  readonly state?: ReleaseState;
}

/** A release without its predictors' files. */
export interface ReleaseSummary extends ReleaseVersion {
  readonly id: string;
  readonly state: string;
  readonly createdAt: Date;
  readonly trainingSetHash: string;
  readonly seed: number;
  readonly codeVersion: string;
  readonly predictors: number;
  /** What was learned from, and how far off it is. */
  readonly notes: ReleaseNotes;
  /** Kept against nights. */
  readonly pinned: boolean;
}

/** What happened to a release, and when. */
export interface ReleaseHistoryEntry {
  readonly at: Date;
  readonly version: number;
  readonly kind: string;
  readonly actor: string;
}

/** A predictor without its file. */
export interface PredictorSummary {
  readonly kernelGroup: string;
  readonly learner: string;
  readonly trainingRows: number;
  readonly artifactSha256: string;
  readonly metrics: unknown;
}

export interface ReleaseDetails extends ReleaseSummary {
  readonly overhead: unknown;
  readonly calibration: unknown;
  readonly gateReport: unknown;
  readonly groups: readonly PredictorSummary[];
  readonly history: readonly ReleaseHistoryEntry[];
}

/** Releases, the latest first within each device model and scenario. */
export async function listReleases(
  database: Database,
  filter: ReleaseFilter = {},
): Promise<ReleaseSummary[]> {
  const releases = await readListedReleases(database.pool, filter);
  return releases.map(({ metrics, state, ...release }) => ({
    ...release,
    state: state.toLowerCase(),
    notes: readReleaseNotes(metrics),
  }));
}

/** Which release answered when: every event of a (device model, scenario) in the order it happened. */
export async function releaseHistory(
  database: Database,
  filter: ReleaseFilter,
): Promise<ReleaseHistoryEntry[]> {
  const events = await database.prisma.releaseEvent.findMany({
    where: { release: whereOf(filter) },
    include: { release: { select: { version: true } } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ at, kind, actor, release }) => ({ at, kind, actor, version: release.version }));
}

/** Everything about one release but the predictors' files. Throws RELEASE_NOT_FOUND. */
export async function showRelease(database: Database, key: ReleaseVersion): Promise<ReleaseDetails> {
  const { deviceModel, scenarioKey } = key;
  const [summary] = (await listReleases(database, { deviceModel, scenarioKey })).filter(
    ({ version }) => version === key.version,
  );
  if (summary === undefined) {
    const message = `There is no release ${key.version} for ${deviceModel} in scenario ${scenarioKey}.`;
    throw trainerError('RELEASE_NOT_FOUND', message, { details: { ...key } });
  }
  const release = await database.prisma.release.findUniqueOrThrow({
    where: { id: summary.id },
    include: {
      predictors: { include: { predictor: { omit: { artifact: true } } } },
      events: { orderBy: { id: 'asc' } },
    },
  });
  const groups = release.predictors.map(({ predictor }) => ({
    kernelGroup: predictor.kernelGroup,
    learner: predictor.learner,
    trainingRows: predictor.trainingRows,
    artifactSha256: predictor.artifactSha256,
    metrics: predictor.metrics,
  }));
  return {
    ...summary,
    overhead: release.overhead,
    calibration: release.calibration,
    gateReport: release.gateReport,
    groups: groups.sort((a, b) => (a.kernelGroup < b.kernelGroup ? -1 : 1)),
    history: release.events.map(({ at, kind, actor }) => ({ at, kind, actor, version: summary.version })),
  };
}

function whereOf({ scenarioKey, deviceModel, state }: ReleaseFilter) {
  return {
    ...(state === undefined ? {} : { state }),
    ...(deviceModel === undefined ? {} : { deviceModel }),
    ...(scenarioKey === undefined ? {} : { scenario: { key: scenarioKey } }),
  };
}
