import type { PoolClient } from 'pg';

import type { KnownBinary } from '../../tables/benchmark-binary/benchmark-binaries.js';
import { readRunsNeeding } from '../../tables/run/open-runs.js';
import { workerError } from '../errors.js';

/**
 * Throws BENCHMARK_BINARY_NEEDED while campaigns have open runs of the tool's version on phones of its ABI, and no other tool that would do:
 * without it they would all fail.
 */
export async function refuseWhileNeeded(client: PoolClient, binary: KnownBinary): Promise<void> {
  const { sha256, abi, runtimeVersion } = binary;
  const rows = await readRunsNeeding(client, binary);
  if (rows.length === 0) return;
  const needing = rows.map(({ campaign, runs }) => `${runs} of campaign "${campaign}"`).join(', ');
  throw workerError(
    'BENCHMARK_BINARY_NEEDED',
    `open runs need the benchmark tool ${sha256.slice(0, 12)} as ${runtimeVersion} for ${abi}: ${needing}`,
    { details: { sha256, campaigns: rows.map(({ campaign }) => campaign) } },
  );
}
