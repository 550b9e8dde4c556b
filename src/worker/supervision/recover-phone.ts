import type { Clock, Logger } from '../../platform/index.js';
import type { AdbPhone, AdbServer } from '../adb/index.js';
import { HeldLease } from '../leases/index.js';
import { powerCycleCommandFor } from '../phones/fleet.js';
import type { Fleet } from '../phones/fleet.js';
import { climbLadder } from '../recovery/ladder.js';
import type { Rung } from '../recovery/ladder.js';
import { recoveryRungs } from '../recovery/rungs.js';
import type { AttachedPhone } from '../runs/attached-phone.js';
import { leaseOptions } from '../runs/job.js';
import type { JobDependencies } from '../runs/job.js';

export interface RecoveryOptions {
  readonly server: AdbServer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly jobs: JobDependencies;
  readonly fleet: Fleet;
  readonly bootMs: number;
}

/**
 * Tries to make a phone answer that is listed and does not, under the phone's lease when the farm knows the phone: whoever else
 * measures on it must not be restarted. Resolves with what helped, or `undefined`.
 */
export async function recoverPhone(
  adb: AdbPhone,
  phone: AttachedPhone | undefined,
  options: RecoveryOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Over USB, the adb serial of a phone is its serial number.
  const powerCycleCommand = powerCycleCommandFor(options.fleet, phone?.serialNumber ?? adb.adbSerial);
  const rungs = recoveryRungs({
    ...options,
    phone: adb,
    ...(powerCycleCommand === undefined ? {} : { powerCycleCommand }),
  });
  if (phone === undefined) return await climb(adb, rungs, options, signal);
  const held = await HeldLease.acquire(leaseOptions(options.jobs, phone.phoneId));
  try {
    return await climb(adb, rungs, options, AbortSignal.any([signal, held.signal]));
  } finally {
    await held.release();
  }
}

async function climb(
  adb: AdbPhone,
  rungs: readonly Rung[],
  options: RecoveryOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock, logger } = options;
  const answers = async (withinMs: number): Promise<boolean> => {
    const untilMs = clock.monotonicMs() + withinMs;
    for (;;) {
      const leftMs = Math.max(1_000, untilMs - clock.monotonicMs());
      if (await adb.isAlive({ deadlineMs: Math.min(5_000, leftMs), signal })) return true;
      signal.throwIfAborted();
      if (clock.monotonicMs() >= untilMs) return false;
      await clock.sleep(250, signal);
    }
  };
  return await climbLadder({ rungs, answers, logger }, signal);
}
