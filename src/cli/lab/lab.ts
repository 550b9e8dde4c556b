import { hostname } from 'node:os';

import type { Clock, Logger } from '../../platform/index.js';
import { startWorker } from '../../worker/index.js';
import { cliError } from '../errors.js';
import type { Services } from '../context/services.js';
import { storeVirtualBenchmarkTool } from './benchmark-tool.js';
import { startVirtualPhones } from './virtual-phones.js';

export interface LabOptions {
  readonly services: Services;
  /** How many virtual phones. */
  readonly phones: number;
  /** Name of a profile of configs/virtual-phones/, without its extension. */
  readonly profile: string;
  /** Folder below which each phone has its file system. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** A worker with its virtual phones, ready to measure. */
export interface Lab {
  readonly adbPort: number;
  readonly serials: readonly string[];
  /** Lets the runs at hand end. May be called twice. */
  stop(): Promise<void>;
}

/** How long the worker may take to find its phones. */
const attachDeadlineMs = 60_000;

/**
 * Starts virtual phones and, in this process, a worker that measures on them; gives the farm their benchmark tool.
 * @throws FarmError PROCESS_NOT_READY, SERVICES_START_FAILED when the worker does not find the phones; the signal's reason.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { services, clock, logger } = options;
  const phones = await startVirtualPhones({ ...options, count: options.phones });
  const { database, queue } = services;
  const hostName = `${hostname()}-virtual`;
  const worker = await startWorker({ database, queue, adb: phones.adb, clock, logger, hostName }).catch(
    async (error: unknown) => {
      await phones.stop();
      throw error;
    },
  );
  const stop = async () => {
    await worker.stop();
    await phones.stop();
  };
  try {
    const abis = await abisOfAttached(options, phones.serials);
    for (const abi of abis) await storeVirtualBenchmarkTool(database, abi);
    return { adbPort: phones.adb.port, serials: phones.serials, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the worker has attached the phones, and tells which ABI each prefers. */
async function abisOfAttached(
  { services: { database }, clock, signal }: LabOptions,
  serials: readonly string[],
): Promise<ReadonlySet<string>> {
  const deadlineMs = clock.monotonicMs() + attachDeadlineMs;
  for (;;) {
    const phones = await database.prisma.phone.findMany({
      where: { serialNumber: { in: [...serials] }, state: 'READY' },
      select: { abis: true },
    });
    if (phones.length === serials.length) return new Set(phones.flatMap(({ abis }) => abis.slice(0, 1)));
    if (clock.monotonicMs() > deadlineMs) {
      const message = `The worker found ${phones.length} of ${serials.length} virtual phones.`;
      throw cliError('SERVICES_START_FAILED', message);
    }
    await clock.sleep(100, signal);
  }
}
