/**
 * How long a worker waits for what may never come, unless it is told otherwise. Together they say when a phone measures again after an outage:
 * what was made in vain just before its end is given up, closed, and made anew within half a minute.
 */
export const defaultTimes = {
  /** Between two readings of the adb server's list, which are its host's heartbeat too. */
  pollMs: 5_000,
  /** A phone that failed is left alone for so long. */
  retryMs: 5_000,
  /** Between two looks at an idle phone. */
  watchMs: 5_000,
  /** For the queue, until jobs of a phone can be taken from it. */
  queueReadyMs: 10_000,
} as const;
