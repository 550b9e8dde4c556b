import type { ClientBase } from 'pg';

import { inTransaction } from '../../platform/database/index.js';
import type { Database, SqlDatabase } from '../../platform/database/index.js';
import {
  changeRelease,
  findReleaseRow,
  lockReleases,
  retireIncumbents,
} from '../../tables/release/releases.js';
import { trainerError } from '../errors.js';
import type { GateReport } from './gate-report.js';

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
  database: SqlDatabase,
  key: ReleaseVersion,
  options: PromotionOptions,
): Promise<void> {
  const { deviceModel, version } = key;
  const { actor, gateReport, kind = 'promoted' } = options;
  return inTransaction(database.pool, async (client) => {
    await lockReleases(client, deviceModel, key.scenarioKey);
    const { id, scenarioId } = await findRelease(client, key);
    const detail = { inFavourOfVersion: version };
    await retireIncumbents(client, { deviceModel, scenarioId }, { actor, detail, except: id });
    const report = gateReport === undefined ? {} : { gateReport, detail: gateReport };
    await changeRelease(client, id, { state: 'PROMOTED', kind, actor, ...report });
  });
}

/** Marks a candidate as refused by the gate; the incumbent goes on answering. Throws RELEASE_NOT_FOUND. */
export async function rejectRelease(
  database: SqlDatabase,
  key: ReleaseVersion,
  gateReport: GateReport,
  actor: string,
): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    await lockReleases(client, key.deviceModel, key.scenarioKey);
    const { id } = await findRelease(client, key);
    const change = { state: 'REJECTED', kind: 'rejected', actor, gateReport, detail: gateReport } as const;
    await changeRelease(client, id, change);
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

async function findRelease(client: ClientBase, key: ReleaseVersion) {
  const release = await findReleaseRow(client, key);
  if (release !== undefined) return release;
  const { deviceModel, scenarioKey, version } = key;
  throw trainerError(
    'RELEASE_NOT_FOUND',
    `There is no release ${version} for ${deviceModel} in scenario ${scenarioKey}.`,
    { details: { ...key } },
  );
}
