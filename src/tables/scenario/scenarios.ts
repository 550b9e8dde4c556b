import { randomUUID } from 'node:crypto';

import { insertRows } from '../../platform/database/index.js';
import { scenarioColumns } from '../../records/scenario-columns.js';
import type { Connection } from '../connection.js';

/** Ids of scenarios by key; those that are not there yet are made. */
export async function storeScenarios(
  connection: Connection,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await insertRows(connection, {
    table: 'Scenario',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: keys.map(() => randomUUID()) },
      ...scenarioColumns(keys),
    },
  });
  return scenarioIds(connection, keys);
}

/** Ids of the scenarios that are there, by key. */
export async function scenarioIds(
  connection: Connection,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ id: string; key: string }>(
    'SELECT id, key FROM "Scenario" WHERE key = ANY($1)',
    [keys],
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}
