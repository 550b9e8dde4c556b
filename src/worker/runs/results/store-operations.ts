import { gzipSync } from 'node:zlib';

import type { PoolClient } from 'pg';

import { configurationHash } from '../../../graph/index.js';
import type { OperationConfiguration } from '../../../graph/index.js';
import { insertRows } from '../../../platform/database/index.js';
import type { MeasuredOperation, RawOutput } from './run-result.js';

/** What an earlier attempt printed gives way to what the last one printed. */
export async function storeOutput(
  client: PoolClient,
  runId: string,
  output: RawOutput | undefined,
  profiledOutput?: RawOutput,
): Promise<void> {
  if (output === undefined) return;
  await client.query(
    `INSERT INTO "RunOutput" ("runId", "exitCode", "stdoutGzip", "stderrGzip", "profileGzip", "profiledStdoutGzip", "profiledStderrGzip")
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("runId") DO UPDATE SET "exitCode" = EXCLUDED."exitCode", "stdoutGzip" = EXCLUDED."stdoutGzip",
       "stderrGzip" = EXCLUDED."stderrGzip", "profileGzip" = EXCLUDED."profileGzip",
       "profiledStdoutGzip" = EXCLUDED."profiledStdoutGzip", "profiledStderrGzip" = EXCLUDED."profiledStderrGzip"`,
    [
      runId,
      output.exitCode,
      gzipSync(output.stdout),
      gzipSync(output.stderr),
      output.profile === undefined ? null : gzipSync(output.profile),
      profiledOutput === undefined ? null : gzipSync(profiledOutput.stdout),
      profiledOutput === undefined ? null : gzipSync(profiledOutput.stderr),
    ],
  );
}

/** Stores what the operations of a run took, and what they are where that was not known. */
export async function storeOperations(
  client: PoolClient,
  runId: string,
  operations: readonly MeasuredOperation[],
): Promise<void> {
  const hashes = operations.map(({ configuration }) =>
    configuration === undefined ? null : configurationHash(configuration),
  );
  await storeConfigurations(client, operations, hashes);
  await insertRows(client, {
    table: 'OpTiming',
    columns: {
      runId: { type: 'uuid', values: operations.map(() => runId) },
      ordinal: { type: 'integer', values: operations.map((_operation, ordinal) => ordinal) },
      operationIndex: {
        type: 'integer',
        values: operations.map(({ operationIndex }) => operationIndex ?? null),
      },
      operator: { type: 'text', values: operations.map(({ operator }) => operator) },
      kernel: { type: 'text', values: operations.map(({ kernel }) => kernel ?? null) },
      configurationHash: { type: 'text', values: hashes },
      meanUs: { type: 'double precision', values: operations.map(({ meanUs }) => meanUs) },
      stdUs: { type: 'double precision', values: operations.map(({ stdUs }) => stdUs ?? null) },
      firstUs: { type: 'double precision', values: operations.map(({ firstUs }) => firstUs) },
      count: { type: 'integer', values: operations.map(({ count }) => count) },
      sharedRow: { type: 'boolean', values: operations.map(({ sharedRow }) => sharedRow === true) },
    },
  });
}

/** In the order of their hashes: two workers that store the same ones at once then wait for each other, not in a ring. */
async function storeConfigurations(
  client: PoolClient,
  operations: readonly MeasuredOperation[],
  hashes: readonly (string | null)[],
): Promise<void> {
  const byHash = new Map<string, OperationConfiguration>();
  for (const [index, { configuration }] of operations.entries()) {
    const hash = hashes[index];
    if (configuration !== undefined && typeof hash === 'string') byHash.set(hash, configuration);
  }
  const sorted = [...byHash].sort(([a], [b]) => (a < b ? -1 : 1));
  await insertRows(client, {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: sorted.map(([hash]) => hash) },
      operator: { type: 'text', values: sorted.map(([, configuration]) => configuration.operator) },
      spec: { type: 'jsonb', values: sorted.map(([, configuration]) => JSON.stringify(configuration)) },
    },
  });
}
