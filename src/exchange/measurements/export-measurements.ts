import { inTransaction, readOneSnapshot, type Database } from '../../platform/database/index.js';
import { rowsOfRun, type MeasurementRow } from './columns.js';
import { encodeParquet } from './encode-parquet.js';
import { encodeCsv, encodeJsonLines } from './encode-text.js';
import type { RunFilter } from '../../tables/run/measured-runs.js';
import { readRuns } from './read-runs.js';

const encoders = { csv: encodeCsv, jsonl: encodeJsonLines, parquet: encodeParquet };

export type MeasurementFormat = keyof typeof encoders;

/** What an export has given so far. */
export interface ExportCount {
  readonly runs: number;
  readonly rows: number;
}

/**
 * Hands the measurements of one snapshot of the database, as a file of the format, piece by piece to `write`, which has to
 * take all of them. Holds some hundred runs in memory, however many there are.
 */
export async function exportMeasurements<Result>(
  database: Database,
  filter: RunFilter,
  format: MeasurementFormat,
  write: (pieces: AsyncIterable<string | Uint8Array>) => Promise<Result>,
  onProgress: (count: ExportCount) => void = () => undefined,
): Promise<ExportCount> {
  let count = { runs: 0, rows: 0 };
  await inTransaction(database.pool, async (client) => {
    await readOneSnapshot(client);
    async function* batches(): AsyncGenerator<readonly MeasurementRow[]> {
      for await (const runs of readRuns(client, filter)) {
        const rows = runs.flatMap(rowsOfRun);
        count = { runs: count.runs + runs.length, rows: count.rows + rows.length };
        onProgress(count);
        yield rows;
      }
    }
    await write(encoders[format](batches()));
  });
  return count;
}
