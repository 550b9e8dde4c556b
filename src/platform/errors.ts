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
