import { inTransaction } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import {
  binariesBeginning,
  lockBinary,
  takeBinaryOut,
} from '../../tables/benchmark-binary/benchmark-binaries.js';
import type { KnownBinary } from '../../tables/benchmark-binary/benchmark-binaries.js';
import { countRunsWithBinary } from '../../tables/run/run-counts.js';
import { workerError } from '../errors.js';
import { refuseWhileNeeded } from './needed-binaries.js';

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
    const [found, another] = await binariesBeginning(client, prefix);
    if (another !== undefined) throw unknown(`more than one benchmark tool begins with ${prefix}`);
    const binary = found === undefined ? undefined : await lockBinary(client, found);
    if (binary === undefined || binary.removed) throw unknown(`no benchmark tool begins with ${prefix}`);
    const { sha256, kind, abi, runtimeVersion } = binary;
    await refuseWhileNeeded(client, binary);
    const runs = await countRunsWithBinary(client, sha256);
    await takeBinaryOut(client, sha256, { hasMeasured: runs > 0 });
    return { sha256, kind, abi, runtimeVersion, runs };
  });
}

function unknown(reason: string) {
  return workerError('BENCHMARK_BINARY_UNKNOWN', reason);
}
