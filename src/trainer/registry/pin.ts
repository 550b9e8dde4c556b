import type { Database } from '../../platform/database/index.js';
import { trainerError } from '../errors.js';
import type { ReleaseVersion } from './promote.js';

/** A device model in a scenario. */
type Place = Omit<ReleaseVersion, 'version'>;

/**
 * Keeps the release that answers against nights: they go on learning candidates, but promote none until it is unpinned or another is
 * promoted by hand. Throws RELEASE_NOT_FOUND when no release of that version answers.
 */
export async function pinRelease(database: Database, key: ReleaseVersion, actor: string): Promise<void> {
  const { deviceModel, scenarioKey, version } = key;
  const release = await database.prisma.release.findFirst({
    where: { deviceModel, scenario: { key: scenarioKey }, version, state: 'PROMOTED' },
    select: { id: true },
  });
  if (release === null) {
    throw trainerError(
      'RELEASE_NOT_FOUND',
      `Release ${version} does not answer for ${deviceModel} in ${scenarioKey}: promote it first.`,
      { details: { ...key } },
    );
  }
  await database.prisma.releaseEvent.create({ data: { releaseId: release.id, kind: 'pinned', actor } });
}

/** Lets nights promote again. Throws RELEASE_NOT_FOUND when nothing is pinned. */
export async function unpinRelease(database: Database, place: Place, actor: string): Promise<void> {
  const pin = await latestPin(database, place);
  if (pin === undefined) {
    const { deviceModel, scenarioKey } = place;
    throw trainerError('RELEASE_NOT_FOUND', `No release is pinned for ${deviceModel} in ${scenarioKey}.`, {
      details: { ...place },
    });
  }
  await database.prisma.releaseEvent.create({ data: { releaseId: pin.releaseId, kind: 'unpinned', actor } });
}

/** Version of the release that is kept against nights; `undefined` when none is. */
export async function pinnedVersion(database: Database, place: Place): Promise<number | undefined> {
  return (await latestPin(database, place))?.version;
}

/** The pin of the release that answers. That of another was left behind when it was replaced. */
async function latestPin(
  database: Database,
  { deviceModel, scenarioKey }: Place,
): Promise<{ readonly releaseId: string; readonly version: number } | undefined> {
  const event = await database.prisma.releaseEvent.findFirst({
    where: {
      kind: { in: ['pinned', 'unpinned', 'retired'] },
      release: { deviceModel, scenario: { key: scenarioKey }, state: 'PROMOTED' },
    },
    orderBy: { id: 'desc' },
    select: { kind: true, releaseId: true, release: { select: { version: true } } },
  });
  if (event?.kind !== 'pinned') return undefined;
  return { releaseId: event.releaseId, version: event.release.version };
}
