import { inTransaction } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import { workerError } from '../errors.js';
import { lockBinary, refuseWhileNeeded } from './needed-binaries.js';
import type { KnownBinary } from './needed-binaries.js';

/** Fewer digits of a SHA-256 would hardly be meant for one tool. */
const fewestDigits = 4;

export interface RemovedBinary extends Omit<KnownBinary, 'removed'> {
  /** Runs that were measured with it; they keep its SHA-256, ABI and version. */
  readonly runs: number;
}

/**
 * Takes a tool out of the farm, by its SHA-256 or the beginning of it. Of a tool that has measured, what it was stays for its runs, and its
 * content goes. Throws BENCHMARK_BINARY_UNKNOWN for no or more than one tool, BENCHMARK_BINARY_NEEDED while open runs need it.
 */
export async function removeBinary(database: Database, sha256Prefix: string): Promise<RemovedBinary> {
  const prefix = sha256Prefix.toLowerCase();
  if (!/^[0-9a-f]{1,64}$/.test(prefix) || prefix.length < fewestDigits) {
    throw unknown(`"${sha256Prefix}" is no beginning of a SHA-256 of ${fewestDigits} digits or more`);
  }
  return await inTransaction(database.pool, async (client) => {
    const { rows } = await client.query<{ sha256: string }>(
      `SELECT "sha256" FROM "BenchmarkBinary" WHERE "sha256" LIKE $1 || '%' AND "removedAt" IS NULL LIMIT 2`,
      [prefix],
    );
    if (rows.length !== 1) {
      throw unknown(
        `${rows.length === 0 ? 'no benchmark tool' : 'more than one benchmark tool'} begins with ${prefix}`,
      );
    }
    const binary = await lockBinary(client, (rows[0] as { sha256: string }).sha256);
    if (binary === undefined || binary.removed) throw unknown(`no benchmark tool begins with ${prefix}`);
    const { sha256, abi, runtimeVersion } = binary;
    await refuseWhileNeeded(client, binary);
    const { rows: counts } = await client.query<{ runs: number }>(
      'SELECT count(*)::int AS runs FROM "Run" WHERE "benchmarkBinarySha256" = $1',
      [sha256],
    );
    const runs = counts[0]?.runs ?? 0;
    await client.query(
      runs === 0
        ? 'DELETE FROM "BenchmarkBinary" WHERE "sha256" = $1'
        : `UPDATE "BenchmarkBinary" SET "removedAt" = now(), "content" = '' WHERE "sha256" = $1`,
      [sha256],
    );
    return { sha256, abi, runtimeVersion, runs };
  });
}

function unknown(reason: string) {
  return workerError('BENCHMARK_BINARY_UNKNOWN', reason);
}
