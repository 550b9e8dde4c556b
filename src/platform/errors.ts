/**
 * Who has to act on an error. Only errors blamed on a `phone` or a `host` are worth trying again elsewhere
 * (docs/adr, decision 11): bad configuration stays bad on every phone, and our own bugs do too.
 */
export type Blame = 'phone' | 'host' | 'config' | 'us';

/** One entry of an error catalogue. `docs/reference/errors.md` lists them all; a test keeps the two equal. */
export interface ErrorDefinition {
  readonly blame: Blame;
  readonly retryable: boolean;
  /** What the reader can do about it, as one sentence in the imperative. */
  readonly remedy: string;
}

export interface FarmErrorOptions {
  readonly cause?: unknown;
  /** Facts for a machine or a log line: ids, file, line, field. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error that says which kind it is, who has to act, and how. Every error that leaves a room is one. */
export class FarmError extends Error {
  override readonly name: string = 'FarmError';
  readonly code: string;
  readonly blame: Blame;
  readonly retryable: boolean;
  readonly remedy: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, definition: ErrorDefinition, message: string, options: FarmErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.blame = definition.blame;
    this.retryable = definition.retryable;
    this.remedy = definition.remedy;
    this.details = options.details ?? {};
  }
}

/** What the errors of every room have in common, whatever their class. */
export interface CodedError extends Error {
  readonly code: string;
  readonly remedy: string;
  /** Absent where it can only be the input's fault. */
  readonly blame?: string;
}

/** Told by what it carries, so that no room need be loaded to report an error of another. */
export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && 'remedy' in error;
}

/** A room's catalogue of errors, by code. */
export type ErrorCatalogue<Code extends string> = Readonly<Record<Code, ErrorDefinition>>;

/** Makes the one function with which a room raises its errors: `throw workerError('PHONE_LOST', '…')`. */
export function errorFactory<Code extends string>(catalogue: ErrorCatalogue<Code>) {
  return (code: Code, message: string, options?: FarmErrorOptions): FarmError =>
    new FarmError(code, catalogue[code], message, options);
}

/** True for a {@link FarmError}, of the given code when one is given. */
export function isFarmError(error: unknown, code?: string): error is FarmError {
  return error instanceof FarmError && (code === undefined || error.code === code);
}

export const platformErrors = {
  INVALID_ENVIRONMENT: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct or unset the environment variable that the message names.',
  },
  FILE_UNREADABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Check the path and the permissions of the file that the message names.',
  },
  INVALID_FILE: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the file at the line and field that the message names.',
  },
  COMMAND_FAILED: {
    blame: 'host',
    retryable: true,
    remedy: 'Read what the command printed; it is part of the message.',
  },
  PROCESS_NOT_READY: {
    blame: 'host',
    retryable: true,
    remedy: 'Read what the process printed; it is part of the message.',
  },
  DATABASE_UNREACHABLE: {
    blame: 'host',
    retryable: true,
    remedy: 'Check that Postgres runs and that FARM_DATABASE_URL has the right address, user and password.',
  },
  DATABASE_READ_ONLY: {
    blame: 'config',
    retryable: false,
    remedy: 'Name the primary server in FARM_DATABASE_URL, or turn default_transaction_read_only off there.',
  },
  DATABASE_RIGHTS_MISSING: {
    blame: 'config',
    retryable: false,
    remedy:
      'Grant the user of FARM_DATABASE_URL all rights on the database and its tables, or name their owner in it.',
  },
  DATABASE_EXHAUSTED: {
    blame: 'host',
    retryable: true,
    remedy: 'Give the server more of what the message names (disk, memory, connections), and try again.',
  },
  MIGRATION_FAILED: {
    blame: 'us',
    retryable: false,
    remedy:
      "Repair the cause, set rolled_back_at of the migration's row in _prisma_migrations, and start again.",
  },
  DATABASE_NEWER: {
    blame: 'config',
    retryable: false,
    remedy: 'Update latency-farm here to the version that migrated this database, or a later one.',
  },
  DATABASE_DIVERGED: {
    blame: 'config',
    retryable: false,
    remedy:
      'Name a database of its own in FARM_DATABASE_URL, or use the version of latency-farm that made this one.',
  },
  INVALID_QUEUE_URL: {
    blame: 'config',
    retryable: false,
    remedy: 'Set FARM_QUEUE_URL to a redis://, rediss:// or postgres:// URL.',
  },
  QUEUE_UNREACHABLE: {
    blame: 'host',
    retryable: true,
    remedy:
      'Check that the queue server runs and that FARM_QUEUE_URL has the right address, user and password.',
  },
  QUEUE_SERVER_TOO_OLD: {
    blame: 'config',
    retryable: false,
    remedy: 'Update the server, or set FARM_QUEUE_URL to another one.',
  },
  QUEUE_CONNECTIONS_EXHAUSTED: {
    blame: 'config',
    retryable: false,
    remedy:
      'Raise FARM_QUEUE_CONNECTIONS (and max_connections of the server), attach fewer phones to this process, or use Redis.',
  },
  POSTGRES_BINARIES_MISSING: {
    blame: 'host',
    retryable: false,
    remedy:
      'Install with optional dependencies on a supported platform, or set FARM_DATABASE_URL to a server.',
  },
  POSTGRES_START_FAILED: {
    blame: 'host',
    retryable: true,
    remedy: 'Read the log file that the message names, or set FARM_DATABASE_URL to a server.',
  },
  POSTGRES_VERSION_DIFFERS: {
    blame: 'config',
    retryable: false,
    remedy: 'Dump the data with the Postgres version that wrote it, or choose another FARM_DATA_DIR.',
  },
} as const satisfies ErrorCatalogue<string>;

export const platformError = errorFactory<keyof typeof platformErrors>(platformErrors);
