import type { BackendFactory, IQueueBackend } from 'bullmq';

import type { Clock } from '../clock.js';
import type { QueueConnection } from './queue-server.js';

export interface ClaimPauses {
  /** After the first failure; twice as long after every further one in a row. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Short enough that jobs are taken again within seconds of a server's return. */
const defaultPauses: ClaimPauses = { firstMs: 100, longestMs: 5_000 };

/**
 * Backends whose workers wait after a failed attempt to take a job: BullMQ (6.7) tries again at once whatever does not look like a lost
 * connection, hundreds of times a second where a server is read-only or lacks rights. Who closes or interrupts a worker does not wait.
 */
export function withPatientClaims(
  createBackend: BackendFactory<IQueueBackend, QueueConnection>,
  clock: Clock,
  pauses = defaultPauses,
): BackendFactory<IQueueBackend, QueueConnection> {
  return (...parameters) => {
    const backend = createBackend(...parameters);
    const patience = new Patience(clock, pauses);
    return Object.assign(backend, {
      moveToActive: patience.with(backend.moveToActive.bind(backend)),
      waitForJob: patience.with(backend.waitForJob.bind(backend)),
      disconnectBlocking: patience.endedBy(backend.disconnectBlocking.bind(backend)),
      close: patience.endedBy(backend.close.bind(backend)),
      disconnect: patience.endedBy(backend.disconnect.bind(backend)),
    });
  };
}

/** Pauses after failures, until something succeeds. */
class Patience {
  #failures = 0;
  #interruption = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly pauses: ClaimPauses,
  ) {}

  with<Parameters extends unknown[], Result>(
    attempt: (...parameters: Parameters) => Promise<Result>,
  ): (...parameters: Parameters) => Promise<Result> {
    return async (...parameters) => {
      try {
        const result = await attempt(...parameters);
        this.#failures = 0;
        return result;
      } catch (error) {
        const { firstMs, longestMs } = this.pauses;
        const pauseMs = Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures++, 30));
        await this.clock.sleep(pauseMs, this.#interruption.signal).catch(() => undefined);
        throw error;
      }
    };
  }

  endedBy<Parameters extends unknown[], Result>(
    end: (...parameters: Parameters) => Promise<Result>,
  ): (...parameters: Parameters) => Promise<Result> {
    return (...parameters) => {
      this.#interruption.abort();
      this.#interruption = new AbortController();
      return end(...parameters);
    };
  }
}
