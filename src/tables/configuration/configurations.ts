import type { OperationConfiguration } from '../../graph/index.js';
import { insertRows } from '../../platform/database/index.js';
import type { InsertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** An operation configuration under the hash of its content. */
export interface ConfigurationRow {
  readonly hash: string;
  readonly spec: OperationConfiguration;
}

/**
 * The insert of those that are not there yet. In the order of their hashes: who stores the same ones at once then waits for the others,
 * not in a ring. One that is named twice is stored once.
 */
export function newConfigurations(configurations: readonly ConfigurationRow[]): InsertRows {
  const byHash = new Map(configurations.map((configuration) => [configuration.hash, configuration]));
  const sorted = [...byHash.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: sorted.map(({ hash }) => hash) },
      operator: { type: 'text', values: sorted.map(({ spec }) => spec.operator) },
      spec: { type: 'jsonb', values: sorted.map(({ spec }) => JSON.stringify(spec)) },
    },
  };
}

/** Stores those that are not there yet. */
export async function storeConfigurations(
  connection: Connection,
  configurations: readonly ConfigurationRow[],
): Promise<void> {
  await insertRows(connection, newConfigurations(configurations));
}

/** Those that are stored, by hash. */
export async function readConfigurations(
  connection: Connection,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, OperationConfiguration>> {
  const { rows } = await connection.query<ConfigurationRow>(
    'SELECT hash, spec FROM "Configuration" WHERE hash = ANY($1)',
    [hashes],
  );
  return new Map(rows.map(({ hash, spec }) => [hash, spec]));
}

/** The configurations that a run measured; one as often as it was measured. */
export async function readConfigurationsOf(
  connection: Connection,
  runId: string,
): Promise<OperationConfiguration[]> {
  const { rows } = await connection.query<Pick<ConfigurationRow, 'spec'>>(
    `SELECT c.spec FROM "Configuration" c JOIN "OpTiming" t ON t."configurationHash" = c.hash WHERE t."runId" = $1`,
    [runId],
  );
  return rows.map(({ spec }) => spec);
}
