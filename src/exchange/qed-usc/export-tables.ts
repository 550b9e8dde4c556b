import type { Database } from '../../platform/database/index.js';
import { storedPublishedRuns } from './stored-runs.js';
import { writeNetworkTable, writeOperationTable } from './write-tables.js';

/** The tables that were imported from qed-usc/mobile-ml-benchmark, with the values they had. Held in memory as a whole. */
export async function exportPublishedTables(
  database: Database,
): Promise<{ readonly operations: string; readonly networks: string }> {
  const runs = await storedPublishedRuns(database.pool);
  return { operations: writeOperationTable(runs), networks: writeNetworkTable(runs) };
}
