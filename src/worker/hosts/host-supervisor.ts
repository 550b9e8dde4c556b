import { untilDatabaseAnswers, type Database } from '../../platform/database/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { isFarmError } from '../../platform/errors.js';
import { recordHost, sshTargetOf, type HostChange, type HostRecord } from './host-registry.js';
import { SshSession } from './ssh/ssh-session.js';

/** What is kept running on, or through, a host while its link is there. */
export interface HostDuty {
  /** Begins, or finds it running. Returns what is known of the host's worker. */
  start(session: SshSession): Promise<{ readonly processId?: number; readonly packageVersion?: string }>;
  /** Looks whether it still runs, and mends it. Called every check interval. */
  check(session: SshSession): Promise<void>;
  /** Ends what depends on this link; what runs on the host by itself goes on. */
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly duty: HostDuty;
  /** Default 15 s. */
  readonly checkIntervalMs?: number;
  /** Wait before the first new attempt to connect; doubles up to a minute. Default 1 s. */
  readonly backoffMs?: number;
}

const longestBackoffMs = 60_000;

/** What waiting for the host to change would not mend. */
const hopeless = [
  'HOST_KEY_MISMATCH',
  'HOST_AUTH_FAILED',
  'HOST_UNFIT',
  'HOST_ADDRESS_INVALID',
  'HOST_UNKNOWN',
];

/**
 * Keeps one host linked until the signal aborts: connects, does its duty, notices a lost, frozen or restarted host, says so
 * in the host's row, and connects again with growing patience. Ends early only for what cannot mend by itself, which leaves
 * the host FAILED with the reason.
 */
export async function superviseHost(
  host: HostRecord,
  options: SupervisorOptions,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock, logger, backoffMs = 1_000 } = options;
  const stopped = (): boolean => signal.aborted;
  const record = (change: HostChange) => recordPatiently(host, change, options, signal);
  let waitMs = backoffMs;
  while (!stopped()) {
    const error = await linkOnce(host, options, signal, () => (waitMs = backoffMs));
    if (stopped()) break;
    const failed = isFarmError(error) && hopeless.includes(error.code);
    logger.warn({ host: host.name, reason: error.message }, failed ? 'host given up' : 'link to host lost');
    await record({ state: failed ? 'FAILED' : 'OFFLINE', stateReason: error.message });
    if (failed) return;
    await clock.sleep(waitMs, signal).catch(() => undefined);
    waitMs = Math.min(2 * waitMs, longestBackoffMs);
  }
  const stoppedNow = { state: 'OFFLINE', stateReason: 'the supervisor was stopped' } as const;
  await recordHost(database, host.id, stoppedNow).catch((error: unknown) =>
    logger.warn({ host: host.name, error }, 'that the supervisor was stopped could not be written down'),
  );
}

/** A host is looked after while the database is away, and loses no link for that. */
async function recordPatiently(
  { id }: HostRecord,
  change: HostChange,
  { database, clock, logger }: SupervisorOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await untilDatabaseAnswers(() => recordHost(database, id, change), { clock, logger, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** One link from its opening to its end, and why it ended. */
async function linkOnce(
  host: HostRecord,
  options: SupervisorOptions,
  signal: AbortSignal,
  onLinked: () => void,
): Promise<Error> {
  let session: SshSession | undefined;
  try {
    session = await SshSession.connect(sshTargetOf(host), options.clock);
    const known = await options.duty.start(session);
    onLinked();
    await recordPatiently(host, { ...known, state: 'ONLINE', stateReason: null }, options, signal);
    return await keepLinked(host, session, options, signal);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    await options.duty.stop();
    session?.close();
  }
}

async function keepLinked(
  host: HostRecord,
  session: SshSession,
  options: SupervisorOptions,
  signal: AbortSignal,
): Promise<Error> {
  const { clock, duty, checkIntervalMs = 15_000 } = options;
  for (;;) {
    const timer = new AbortController();
    const pause = clock.sleep(checkIntervalMs, AbortSignal.any([timer.signal, signal])).then(
      () => undefined,
      () => undefined,
    );
    const lost = await Promise.race([session.lost, pause]);
    timer.abort();
    if (lost !== undefined) return lost;
    if (signal.aborted) return new Error('stopped');
    await duty.check(session);
    await recordPatiently(host, { lastSeenAt: new Date(clock.nowMs()) }, options, signal);
  }
}
