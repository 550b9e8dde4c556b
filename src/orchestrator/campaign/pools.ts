import type { Database } from '../../platform/database/index.js';
import { orchestratorError } from '../errors.js';
import { blameField } from './file/field-blame.js';
import type { PlaceOf } from './file/field-blame.js';
import type { CampaignFile } from './file/schema.js';

/** What a pool's phones have, as far as scenarios ask for it. */
export interface PoolPhone {
  readonly abis: readonly string[];
  /** How many cores of each cluster; none where they could not be read. */
  readonly cores: Readonly<Record<string, number>>;
  /** Whether it has a GPU that is known by name. */
  readonly hasGpu: boolean;
  readonly ready: boolean;
}

/** A pool that a campaign may use, with its phones that are not drained or under maintenance. */
export interface SelectedPool {
  readonly id: string;
  readonly key: string;
  readonly deviceModel: string;
  readonly phones: readonly PoolPhone[];
}

interface StoredCluster {
  readonly name: string;
  readonly cpus: readonly number[];
}

/**
 * The pools that a selector means, by key. A pool without a phone does not count.
 * @throws FarmError CAMPAIGN_PHONES_MISSING when there is none, or when a pool, device model or label that is named has none.
 */
export async function selectPools(
  database: Database,
  selector: CampaignFile['phones'],
  placeOf: PlaceOf,
): Promise<SelectedPool[]> {
  const pools = await database.prisma.pool.findMany({
    include: { phones: { where: { state: { notIn: ['DRAINED', 'MAINTENANCE'] } } } },
    orderBy: { key: 'asc' },
  });
  const inhabited = pools.filter(({ phones }) => phones.length > 0);
  const phones = inhabited.flatMap((pool) => pool.phones);
  const present = {
    pools: inhabited.map(({ key }) => key),
    deviceModels: inhabited.map(({ deviceModel }) => deviceModel),
    labels: phones.flatMap(({ labels }) => labels),
  };
  for (const field of ['pools', 'deviceModels', 'labels'] as const)
    refuseUnknown(field, selector[field], present[field], placeOf);
  const chosen = inhabited.filter(
    (pool) =>
      (selector.pools?.includes(pool.key) ?? true) &&
      (selector.deviceModels?.includes(pool.deviceModel) ?? true) &&
      pool.phones.some(({ labels }) => (selector.labels ?? []).every((label) => labels.includes(label))),
  );
  if (chosen.length === 0) {
    const message = `no phone fits the campaign; ${attached(present.pools)}`;
    const error = orchestratorError('CAMPAIGN_PHONES_MISSING', message, { details: { selector } });
    throw blameField(error, placeOf(['phones']));
  }
  return chosen.map((pool) => ({
    id: pool.id,
    key: pool.key,
    deviceModel: pool.deviceModel,
    phones: pool.phones.map(({ abis, coreClusters, gpuModel, state }) => ({
      abis,
      cores: coresOf(coreClusters as unknown as readonly StoredCluster[]),
      hasGpu: gpuModel !== null,
      ready: state === 'READY',
    })),
  }));
}

/** Several clusters between the smallest and the largest all count as `med`. */
function coresOf(clusters: readonly StoredCluster[]): Record<string, number> {
  const cores: Record<string, number> = {};
  for (const { name, cpus } of clusters) cores[name] = (cores[name] ?? 0) + cpus.length;
  return cores;
}

function refuseUnknown(
  field: 'pools' | 'deviceModels' | 'labels',
  wanted: readonly string[] = [],
  present: readonly string[],
  placeOf: PlaceOf,
): void {
  const index = wanted.findIndex((name) => !present.includes(name));
  if (index < 0) return;
  const message = `no phone that may measure has ${String(wanted[index])}; ${attached(present)}`;
  const error = orchestratorError('CAMPAIGN_PHONES_MISSING', message, {
    details: { field, missing: wanted[index] },
  });
  throw blameField(error, placeOf(['phones', field, index]));
}

function attached(present: readonly string[]): string {
  return present.length === 0 ? 'there are none' : `there are ${[...new Set(present)].join(', ')}`;
}
