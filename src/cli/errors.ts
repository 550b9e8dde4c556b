import { errorFactory } from '../platform/errors.js';
import type { ErrorCatalogue } from '../platform/errors.js';

/** What the command line itself refuses. Listed for readers in docs/reference/errors.md. */
export const cliErrors = {
  FILE_NOT_WRITTEN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name a file in a folder that exists and that you may write to.',
  },
  OUTPUT_NOT_WRITTEN: {
    blame: 'host',
    retryable: true,
    remedy: 'Make room where the standard output goes, or send it elsewhere.',
  },
  SERVICES_NOT_RUNNING: {
    blame: 'config',
    retryable: false,
    remedy: 'Start them with "farm up", or set FARM_DATABASE_URL and FARM_QUEUE_URL to servers.',
  },
  SERVICES_START_FAILED: {
    blame: 'host',
    retryable: true,
    remedy: 'Read the log file that the message names.',
  },
  BENCHMARK_TOOL_NOT_BUILT: {
    blame: 'us',
    retryable: false,
    remedy: 'Build it with "npm run build".',
  },
  CAMPAIGN_STUCK: {
    blame: 'host',
    retryable: true,
    remedy: 'See "farm phones ls" and the log of the worker for why no phone measures.',
  },
  PROFILE_BROKEN_OFF: {
    blame: 'host',
    retryable: true,
    remedy: 'Profile again when what the message says is over; "farm campaign show" tells of its runs.',
  },
  CAMPAIGN_WITHOUT_CURVE: {
    blame: 'config',
    retryable: false,
    remedy: 'Wait for a round of an active campaign to be measured; other campaigns have no learning curve.',
  },
  ROUND_NOT_CHOSEN: {
    blame: 'us',
    retryable: true,
    remedy: 'It is tried again; report it with the message when it lasts.',
  },
  PACKAGE_NOT_MADE: {
    blame: 'host',
    retryable: true,
    remedy: 'See that npm is installed and that "npm run build" was run.',
  },
  HOST_NAME_TAKEN: {
    blame: 'config',
    retryable: false,
    remedy: 'Give the host another name with --name.',
  },
  NO_NETWORKS: {
    blame: 'config',
    retryable: false,
    remedy: 'Name files, architectures of "farm graph ls", a --list of them or a --space to sample.',
  },
  NO_HOSTS: {
    blame: 'config',
    retryable: false,
    remedy: 'Attach one with "farm hosts add".',
  },
  LOG_MISSING: {
    blame: 'config',
    retryable: false,
    remedy:
      'Start the farm with "farm up", or name its folder by FARM_DATA_DIR; services of systemd and Docker keep their logs there.',
  },
  LOG_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one that the message lists; "farm hosts logs" shows the worker of another host.',
  },
} as const satisfies ErrorCatalogue<string>;

export type CliErrorCode = keyof typeof cliErrors;

export const cliError = errorFactory<CliErrorCode>(cliErrors);
