import type { PoolClient } from 'pg';

import { canonicalJson } from '../../graph/canonical-json.js';
import { inTransaction, type Database } from '../../platform/database/index.js';
import { readPools } from '../../tables/pool/pools.js';
import { lockImports } from '../../tables/run/imported-runs.js';
import { invalidRow } from '../files/csv.js';
import type { MeasuredRun } from './measured-run.js';
import { parseMeasurementRows } from './parse-rows.js';
import { readRuns } from './read-runs.js';
import { runsOfRows, type ImportedRun } from './runs-of-rows.js';
import { storeRuns } from './store-runs.js';

/** What an import did. */
export interface ImportSummary {
  readonly storedRuns: number;
  readonly storedOperations: number;
  /** Runs that were there already, with the same measurements. */
  readonly knownRuns: number;
}

/** Owner of the campaigns that an import makes. */
const owner = 'farm import';

/**
 * Stores the measurements of a file that `farm export` wrote, CSV or JSON lines, in one transaction; those that are there already
 * are left as they are. Throws TRAINING_DATA_INVALID with file, line and field, and stores nothing, for a file that cannot be used or
 * that contradicts itself or what is stored.
 */
export async function importMeasurements(
  database: Database,
  content: string,
  file: string,
): Promise<ImportSummary> {
  const imported = runsOfRows(parseMeasurementRows(content, file), file);
  return inTransaction(database.pool, async (client) => {
    await lockImports(client);
    await refuseOtherPools(client, imported, file);
    const known = await knownRuns(client, imported, file);
    const fresh = imported.filter(({ run }) => !known.has(run.key));
    await storeRuns(client, fresh, owner);
    const storedOperations = fresh.reduce((sum, { run }) => sum + run.operations.length, 0);
    return { storedRuns: fresh.length, storedOperations, knownRuns: known.size };
  });
}

/** Keys of the runs that are stored already. */
async function knownRuns(
  client: PoolClient,
  imported: readonly ImportedRun[],
  file: string,
): Promise<ReadonlySet<string>> {
  const byKey = new Map(imported.map((each) => [each.run.key, each]));
  const known = new Set<string>();
  for await (const runs of readRuns(client, { keys: [...byKey.keys()] })) {
    for (const stored of runs) {
      const told = byKey.get(stored.key);
      if (told === undefined) continue;
      if (comparable(stored) !== comparable(told.run)) {
        throw invalidRow(
          { file, line: told.line, field: 'run' },
          'the farm has other measurements of this run',
        );
      }
      known.add(stored.key);
    }
  }
  return known;
}

/** What of a run may not differ: names may. */
function comparable({ pool, scenarioKey, sample, repetition, result, operations }: MeasuredRun): string {
  const timings = operations
    .map(({ configuration, ...timing }) => ({ ...timing, configuration: configuration?.hash }))
    .sort((a, b) => a.ordinal - b.ordinal);
  const moments = [result.startedAt?.getTime(), result.finishedAt?.getTime()];
  const times = { ...result, startedAt: null, finishedAt: null };
  return canonicalJson([pool.key, scenarioKey, sample.hash, repetition, times, moments, timings]);
}

/** A pool's key stands for one device model with one build. */
async function refuseOtherPools(
  client: PoolClient,
  imported: readonly ImportedRun[],
  file: string,
): Promise<void> {
  const rows = await readPools(client, [...new Set(imported.map(({ run }) => run.pool.key))]);
  const pools = new Map(rows.map((pool) => [pool.key, pool]));
  for (const { line, run } of imported) {
    const before = pools.get(run.pool.key) ?? run.pool;
    pools.set(run.pool.key, before);
    if (canonicalJson(before) === canonicalJson(run.pool)) continue;
    throw invalidRow(
      { file, line, field: 'pool' },
      `${run.pool.key} is another pool, of ${before.deviceModel} with the build ${before.buildFingerprint}`,
    );
  }
}
