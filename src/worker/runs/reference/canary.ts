import { isFarmError } from '../../../platform/index.js';
import { HeldLease } from '../../leases/index.js';
import type { AttachedPhone } from '../attached-phone.js';
import type { VersionedBinary } from '../staging/benchmark-binaries.js';
import { leaseOptions } from '../job.js';
import type { JobDependencies } from '../job.js';
import { measureReference } from './reference-model.js';
import { stageBinary } from '../staging/stage-binary.js';
import { pinToCores } from '../tool/pin-to-cores.js';
import { sweepRuns } from '../tool/tool-process.js';

/**
 * Measures the reference model on a phone, on a core of its own, to see that it can measure at all. A tool that fails for
 * reasons of its own says nothing of the phone, and the next one is tried.
 * Resolves with the mean in microseconds, or with `undefined` where no benchmark tool can tell. Throws LEASE_HELD and everything that a run may
 * throw for which the phone or its host is to blame.
 */
export async function runCanary(
  dependencies: JobDependencies,
  phone: AttachedPhone,
  stop: AbortSignal,
): Promise<number | undefined> {
  const { binaries, logger } = dependencies;
  const { phoneId, serialNumber } = phone;
  const tools = await binaries.provenFirst(phoneId, phone.abis);
  if (tools.length === 0) return undefined;
  const held = await HeldLease.acquire(leaseOptions(dependencies, phoneId));
  try {
    const signal = AbortSignal.any([stop, held.signal]);
    await sweepRuns(phone.adb, signal);
    for (const tool of tools) {
      try {
        return await measureWith(tool, phone, signal);
      } catch (error) {
        if (!isFarmError(error) || !['config', 'us'].includes(error.blame)) throw error;
        const { code, message: reason } = error;
        logger.warn(
          { serialNumber, tool: tool.sha256, code, reason },
          'a benchmark tool cannot tell of a phone',
        );
      }
    }
    return undefined;
  } finally {
    await held.release();
  }
}

/** Every phone has one, and what runs there shows that the phone pins programs to cores, as every measurement needs it. */
const canaryCores = '1large';

async function measureWith(
  tool: VersionedBinary,
  phone: AttachedPhone,
  signal: AbortSignal,
): Promise<number> {
  const stageTool = (until: AbortSignal) => stageBinary(phone.adb, tool, until);
  const { path: toolPath } = await stageTool(signal);
  const cores = await pinToCores(phone.adb, canaryCores, phone.coreClusters, signal);
  const scenario = {
    coreSet: canaryCores,
    threads: 1,
    precision: 'float32',
    delegate: 'builtin',
    runtimeVersion: tool.runtimeVersion,
  } as const;
  return await measureReference(phone, { toolPath, scenario, cores, stageTool }, signal);
}
