import { randomUUID } from 'node:crypto';

import { insertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** What phones of a pool have in common. */
export interface PoolRow {
  readonly key: string;
  readonly deviceModel: string;
  readonly socModel: string;
  readonly buildFingerprint: string;
}

/** Ids of pools by key; those that are not there yet are made. */
export async function storePools(
  connection: Connection,
  pools: readonly PoolRow[],
): Promise<ReadonlyMap<string, string>> {
  const column = (name: keyof PoolRow) => ({
    type: 'text' as const,
    values: pools.map((pool) => pool[name]),
  });
  await insertRows(connection, {
    table: 'Pool',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: pools.map(() => randomUUID()) },
      key: column('key'),
      deviceModel: column('deviceModel'),
      socModel: column('socModel'),
      buildFingerprint: column('buildFingerprint'),
    },
  });
  return poolIds(
    connection,
    pools.map(({ key }) => key),
  );
}

/** Ids of the pools that are there, by key. */
export async function poolIds(
  connection: Connection,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ id: string; key: string }>(
    'SELECT id, key FROM "Pool" WHERE key = ANY($1)',
    [keys],
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** The pools of some keys that are there. */
export async function readPools(connection: Connection, keys: readonly string[]): Promise<PoolRow[]> {
  const { rows } = await connection.query<PoolRow>(
    `SELECT key, "deviceModel", "socModel", "buildFingerprint" FROM "Pool" WHERE key = ANY($1)`,
    [keys],
  );
  return rows;
}

/** A pool in which running campaigns have something left. */
export interface BusyPool {
  readonly id: string;
  readonly key: string;
  /** At least 1. */
  readonly phones: number;
}

/** Pools in which running campaigns have unfinished runs; with a campaign, those in which it has. */
export async function readBusyPools(
  connection: Connection,
  campaignId: string | undefined,
): Promise<BusyPool[]> {
  const { rows } = await connection.query<BusyPool>(
    `SELECT p.id, p.key, greatest(1, (SELECT count(*) FROM "Phone" f WHERE f."poolId" = p.id AND f.state = 'READY'))::int AS phones
       FROM "Pool" p
      WHERE EXISTS (SELECT 1 FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId"
                     WHERE r."poolId" = p.id AND r.state IN ('PENDING', 'RUNNING') AND c.state = 'RUNNING'
                       AND ($1::uuid IS NULL OR c.id = $1))
      ORDER BY p.key`,
    [campaignId ?? null],
  );
  return rows;
}

/** A pool of each device model, by its key: the one that was made last. */
export async function readPoolKeys(connection: Connection): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ deviceModel: string; key: string }>(
    'SELECT DISTINCT ON ("deviceModel") "deviceModel", key FROM "Pool" ORDER BY "deviceModel", id DESC',
  );
  return new Map(rows.map(({ deviceModel, key }) => [deviceModel, key]));
}

/** Keys of the pools that phones were ever attached to, in their order, also where all have moved on; pools of imported measurements have had none. */
export async function readAttachedPoolKeys(connection: Connection): Promise<string[]> {
  const { rows } = await connection.query<{ key: string }>(
    `SELECT key FROM "Pool" o
      WHERE o."coreSets" IS NOT NULL OR EXISTS (SELECT FROM "Phone" p WHERE p."poolId" = o.id AND p."adbSerial" IS NOT NULL)
      ORDER BY key`,
  );
  return rows.map(({ key }) => key);
}
