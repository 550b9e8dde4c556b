import type { PoolClient } from 'pg';

import { readConfigurations } from '../../tables/configuration/configurations.js';
import { readOpTimings } from '../../tables/op-timing/op-timing-rows.js';
import { readMeasuredRuns } from '../../tables/run/measured-runs.js';
import type { MeasuredRunRow, RunFilter } from '../../tables/run/measured-runs.js';
import type { MeasuredOperation, MeasuredRun } from './measured-run.js';

/**
 * Reads runs in the order of their keys, some at a time: memory does not grow with their number. The client has to be within a
 * transaction, and gives one snapshot when that is REPEATABLE READ.
 */
export async function* readRuns(
  client: PoolClient,
  filter: RunFilter,
): AsyncGenerator<readonly MeasuredRun[]> {
  for await (const rows of readMeasuredRuns(client, filter)) yield await withOperations(client, rows);
}

async function withOperations(client: PoolClient, runs: readonly MeasuredRunRow[]): Promise<MeasuredRun[]> {
  const timings = await readOpTimings(
    client,
    runs.map(({ id }) => id),
  );
  const hashes = new Set(timings.flatMap(({ configurationHash }) => configurationHash ?? []));
  const specs = await readConfigurations(client, [...hashes]);
  const byRun = new Map<string, MeasuredOperation[]>();
  for (const { runId, configurationHash: hash, ...timing } of timings) {
    const spec = hash === null ? undefined : specs.get(hash);
    const configuration = hash === null || spec === undefined ? null : { hash, spec };
    const operations = byRun.get(runId) ?? [];
    byRun.set(runId, operations);
    operations.push({ ...timing, configuration });
  }
  return runs.map(({ id, key, campaign, pool, scenarioKey, sample, repetition, ...told }) => {
    const { phone, commandLine, conditions, benchmarkBinary, ...result } = told;
    const circumstances = { phone, commandLine, conditions, benchmarkBinary };
    const operations = byRun.get(id) ?? [];
    return { key, campaign, pool, scenarioKey, sample, repetition, result, circumstances, operations };
  });
}
