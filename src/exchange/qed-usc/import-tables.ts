import type { PoolClient } from 'pg';

import { canonicalJson } from '../../graph/canonical-json.js';
import { inTransaction, type Database } from '../../platform/database/index.js';
import { deleteRuns, lockImports } from '../../tables/run/imported-runs.js';
import { invalidRow } from '../files/csv.js';
import type { ImportSummary } from '../measurements/import-measurements.js';
import { storeRuns } from '../measurements/store-runs.js';
import { measuredRunOf, sourceOf, type PublishedRun } from './published-run.js';
import {
  readNetworkTable,
  readOperationTable,
  type NamedText,
  type PlacedRun,
  type StudyConditions,
} from './read-tables.js';
import { storeDevices } from './store-devices.js';
import { storedPublishedRuns } from './stored-runs.js';

/** The published tables to import: of operations, of networks, or of both. */
export interface PublishedTables extends StudyConditions {
  readonly operations: readonly NamedText[];
  readonly networks: readonly NamedText[];
}

/** What an import of the published tables did. */
export interface PublishedImportSummary extends ImportSummary {
  /** Device models as they are called in the farm. */
  readonly deviceModels: readonly string[];
}

/**
 * Stores the tables of qed-usc/mobile-ml-benchmark as devices, scenarios, a campaign and runs of verdict `ok`, in one transaction.
 * What is stored already is left as it is, and completed where it lacks operations or an end-to-end latency that the tables
 * have. Throws TRAINING_DATA_INVALID with file, line and field, and stores nothing, for a table that cannot be used or that
 * contradicts another or what is stored.
 */
export async function importPublishedTables(
  database: Database,
  tables: PublishedTables,
): Promise<PublishedImportSummary> {
  const told = new Map<string, PlacedRun>();
  const placed = [
    ...tables.networks.flatMap((table) => readNetworkTable(table, tables)),
    ...tables.operations.flatMap((table) => readOperationTable(table, tables)),
  ];
  for (const each of placed) {
    const key = identityOf(each.run);
    told.set(key, { place: each.place, run: merged(told.get(key)?.run, each, 'another row') });
  }
  const runs = [...told.values()];
  return inTransaction(database.pool, async (client) => {
    await lockImports(client);
    const stored = new Map((await storedPublishedRuns(client)).map((run) => [identityOf(run), run]));
    const changed = runs.flatMap((each) => {
      const before = stored.get(identityOf(each.run));
      const run = merged(before, each, 'what is stored');
      return before !== undefined && canonicalJson(before) === canonicalJson(run) ? [] : [run];
    });
    const counts = await store(client, changed);
    const devices = [...new Set(runs.map(({ run }) => run.device))];
    return {
      ...counts,
      knownRuns: runs.length - changed.length,
      deviceModels: await storeDevices(client, devices),
    };
  });
}

function identityOf({ network, device, cores, precision, runtimeVersion }: PublishedRun): string {
  return canonicalJson([
    network,
    device,
    cores,
    precision,
    ...(runtimeVersion === undefined ? [] : [runtimeVersion]),
  ]);
}

/** Two tellings of one run as one. Throws TRAINING_DATA_INVALID where they contradict each other. */
function merged(before: PublishedRun | undefined, { place, run }: PlacedRun, other: string): PublishedRun {
  if (before === undefined) return run;
  for (const part of ['delegate', 'endToEnd', 'operations'] as const) {
    if (before[part] === undefined || run[part] === undefined) continue;
    if (canonicalJson(before[part]) === canonicalJson(run[part])) continue;
    throw invalidRow(place, `this contradicts ${other} of ${run.network} on ${run.device}`);
  }
  return { ...before, ...run };
}

async function store(client: PoolClient, changed: readonly PublishedRun[]) {
  const runs = changed.map((published) => ({ run: measuredRunOf(published), source: sourceOf(published) }));
  await deleteRuns(
    client,
    runs.map(({ run }) => run.key),
  );
  await storeRuns(client, runs, 'farm import');
  return {
    storedRuns: runs.length,
    storedOperations: runs.reduce((sum, { run }) => sum + run.operations.length, 0),
  };
}
