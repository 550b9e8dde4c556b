import type { Database } from '../../platform/database/index.js';
import { orchestratorError } from '../errors.js';
import type { CampaignFile } from './schema.js';

/** A pool that a campaign may use, with how many phones it has that are not drained or under maintenance. */
export interface SelectedPool {
  readonly id: string;
  readonly key: string;
  readonly phoneCount: number;
}

/**
 * The pools that a selector means, by key. A pool without a phone does not count.
 * @throws FarmError CAMPAIGN_PHONES_MISSING when there is none, or when a pool or device model that is named has none.
 */
export async function selectPools(
  database: Database,
  selector: CampaignFile['phones'],
): Promise<SelectedPool[]> {
  const pools = await database.prisma.pool.findMany({
    include: { phones: { where: { state: { notIn: ['DRAINED', 'MAINTENANCE'] } } } },
    orderBy: { key: 'asc' },
  });
  const inhabited = pools.filter(({ phones }) => phones.length > 0);
  refuseUnknown(
    'pool',
    selector.pools,
    inhabited.map(({ key }) => key),
  );
  refuseUnknown(
    'device model',
    selector.deviceModels,
    inhabited.map(({ deviceModel }) => deviceModel),
  );
  const chosen = inhabited.filter(
    ({ key, deviceModel, phones }) =>
      (selector.pools?.includes(key) ?? true) &&
      (selector.deviceModels?.includes(deviceModel) ?? true) &&
      phones.some(({ labels }) => (selector.labels ?? []).every((label) => labels.includes(label))),
  );
  if (chosen.length === 0)
    throw orchestratorError('CAMPAIGN_PHONES_MISSING', 'No phone fits the campaign.', {
      details: { selector },
    });
  return chosen.map(({ id, key, phones }) => ({ id, key, phoneCount: phones.length }));
}

function refuseUnknown(
  kind: string,
  wanted: readonly string[] | undefined,
  present: readonly string[],
): void {
  const missing = (wanted ?? []).filter((name) => !present.includes(name));
  if (missing.length === 0) return;
  const known = present.length === 0 ? 'none' : [...new Set(present)].join(', ');
  const message = `No phone of the ${kind} ${missing.join(', ')} is attached; attached are ${known}.`;
  throw orchestratorError('CAMPAIGN_PHONES_MISSING', message, { details: { kind, missing } });
}
