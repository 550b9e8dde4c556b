import { redactSecrets } from '../../platform/index.js';

/** What the errors of every room have in common, whatever their class. */
interface CodedError {
  readonly message: string;
  readonly code: string;
  readonly remedy: string;
  /** Absent where it can only be the input's fault. */
  readonly blame?: string;
}

/** What went wrong, what can be done about it, and the code to look it up under (docs/reference/errors.md). */
export function errorReport(error: unknown): string {
  if (isCoded(error)) {
    return redactSecrets(`error: ${error.message}\n  hint: ${error.remedy}\n  code: ${error.code}\n`);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return redactSecrets(
    `error: ${text}\n  hint: This is a defect of latency-farm; please report it with the lines above.\n`,
  );
}

/** The exit code for an error: 2 when the caller's input is to blame, else 1. */
export function exitCodeFor(error: unknown): 1 | 2 {
  return isCoded(error) && (error.blame ?? 'config') === 'config' ? 2 : 1;
}

/** Told by what it carries, so that no room need be loaded to report an error of another. */
function isCoded(error: unknown): error is CodedError {
  return error instanceof Error && 'code' in error && 'remedy' in error;
}
