import type { Database, Prisma } from '../../platform/database/index.js';
import { trainerError } from '../errors.js';
import type { GateReport } from './gate.js';
import { lockReleases } from './release-lock.js';

/** One release of a (device model, scenario), by its version. */
export interface ReleaseVersion {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly version: number;
}

export interface PromotionOptions {
  /** Who or what promotes: a user, `nightly`. Kept in the history. */
  readonly actor: string;
  /** Kept with the release and in the history. */
  readonly gateReport?: GateReport;
  /** What the history calls it. Default `promoted`. */
  readonly kind?: 'promoted' | 'rolled-back';
}

/**
 * Lets a release answer from now on, in place of the one before, which is retired. Both changes and their history are one
 * transaction: at any time exactly one release answers. Throws RELEASE_NOT_FOUND.
 */
export function promoteRelease(
  database: Database,
  key: ReleaseVersion,
  options: PromotionOptions,
): Promise<void> {
  return database.prisma.$transaction(async (transaction) => {
    await lockReleases(transaction, key.deviceModel, key.scenarioKey);
    const release = await findRelease(transaction, key);
    const { actor, gateReport, kind = 'promoted' } = options;
    const incumbents = await transaction.release.findMany({
      where: {
        deviceModel: key.deviceModel,
        scenarioId: release.scenarioId,
        state: 'PROMOTED',
        NOT: { id: release.id },
      },
      select: { id: true },
    });
    for (const { id } of incumbents) {
      const detail = { inFavourOfVersion: key.version };
      await transaction.release.update({
        where: { id },
        data: { state: 'RETIRED', events: { create: { kind: 'retired', actor, detail } } },
      });
    }
    await transaction.release.update({
      where: { id: release.id },
      data: {
        state: 'PROMOTED',
        ...(gateReport === undefined ? {} : { gateReport: asJson(gateReport) }),
        events: { create: { kind, actor, detail: gateReport === undefined ? {} : asJson(gateReport) } },
      },
    });
  });
}

/** Marks a candidate as refused by the gate; the incumbent goes on answering. Throws RELEASE_NOT_FOUND. */
export async function rejectRelease(
  database: Database,
  key: ReleaseVersion,
  gateReport: GateReport,
  actor: string,
): Promise<void> {
  await database.prisma.$transaction(async (transaction) => {
    await lockReleases(transaction, key.deviceModel, key.scenarioKey);
    const { id } = await findRelease(transaction, key);
    await transaction.release.update({
      where: { id },
      data: {
        state: 'REJECTED',
        gateReport: asJson(gateReport),
        events: { create: { kind: 'rejected', actor, detail: asJson(gateReport) } },
      },
    });
  });
}

/**
 * Lets the release answer again that answered before the present one. Returns its version. Throws RELEASE_NOT_FOUND when
 * there is none to go back to.
 */
export async function rollbackRelease(
  database: Database,
  key: Omit<ReleaseVersion, 'version'>,
  actor: string,
): Promise<number> {
  const previous = await database.prisma.releaseEvent.findFirst({
    where: {
      kind: 'retired',
      release: { deviceModel: key.deviceModel, scenario: { key: key.scenarioKey }, state: 'RETIRED' },
    },
    orderBy: { id: 'desc' },
    select: { release: { select: { version: true } } },
  });
  if (previous === null) {
    throw trainerError(
      'RELEASE_NOT_FOUND',
      `No release answered before the present one for ${key.deviceModel} in ${key.scenarioKey}.`,
    );
  }
  const { version } = previous.release;
  await promoteRelease(database, { ...key, version }, { actor, kind: 'rolled-back' });
  return version;
}

async function findRelease(transaction: Prisma.TransactionClient, key: ReleaseVersion) {
  const { deviceModel, scenarioKey, version } = key;
  const release = await transaction.release.findFirst({
    where: { deviceModel, version, scenario: { key: scenarioKey } },
  });
  if (release !== null) return release;
  throw trainerError(
    'RELEASE_NOT_FOUND',
    `There is no release ${version} for ${deviceModel} in scenario ${scenarioKey}.`,
    { details: { ...key } },
  );
}

function asJson(report: GateReport): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(report)) as Prisma.InputJsonValue;
}
