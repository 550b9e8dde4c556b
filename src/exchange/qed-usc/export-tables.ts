import { isTfliteVersion } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { cnnRuntime } from '../published/table-runtime.js';
import { storedPublishedRuns } from './stored-runs.js';
import { writeNetworkTable, writeOperationTable } from './write-tables.js';

/**
 * The tables that were imported from qed-usc/mobile-ml-benchmark, with the values they had: of TFLite, whichever version, or of PyTorch,
 * for both measured networks of the same names. Held in memory as a whole.
 */
export async function exportPublishedTables(
  database: Database,
  framework: 'tflite' | 'pytorch' = 'tflite',
): Promise<{ readonly operations: string; readonly networks: string }> {
  const runs = (await storedPublishedRuns(database.pool)).filter(
    ({ runtimeVersion = cnnRuntime }) => isTfliteVersion(runtimeVersion) === (framework === 'tflite'),
  );
  return { operations: writeOperationTable(runs), networks: writeNetworkTable(runs) };
}
