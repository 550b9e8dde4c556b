import { HeldLease } from '../leases/index.js';
import type { AttachedPhone } from './attached-phone.js';
import type { JobDependencies } from './job.js';
import { measureReference } from './reference-model.js';
import { stageBinary } from './stage-binary.js';
import { sweepRuns } from './tool-process.js';

/**
 * Measures the reference model on a phone, on whatever cores the phone chooses, to see that it can measure at all.
 * Resolves with the mean in microseconds, or with `undefined` where there is no benchmark tool for the phone to try.
 * Throws LEASE_HELD and everything that a run may throw.
 */
export async function runCanary(
  dependencies: JobDependencies,
  phone: AttachedPhone,
  stop: AbortSignal,
): Promise<number | undefined> {
  const { leases, leaseDurationMs, binaries } = dependencies;
  const { phoneId } = phone;
  const tool = await binaries.proven(phoneId, phone.abis);
  if (tool === undefined) return undefined;
  const held = await HeldLease.acquire({
    ...dependencies,
    store: leases,
    phoneId,
    durationMs: leaseDurationMs,
  });
  try {
    const signal = AbortSignal.any([stop, held.signal]);
    await sweepRuns(phone.adb, signal);
    const { path: toolPath } = await stageBinary(phone.adb, tool, signal);
    const scenario = {
      coreSet: 'any',
      threads: 1,
      precision: 'float32',
      delegate: 'builtin',
      runtimeVersion: tool.runtimeVersion,
    } as const;
    return await measureReference(phone, { toolPath, scenario, cores: undefined }, signal);
  } finally {
    await held.release();
  }
}
