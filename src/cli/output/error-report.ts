import { databaseRefusal } from '../../platform/database/connection/database-refusal.js';
import { isCodedError } from '../../platform/errors.js';
import { redactSecrets } from '../../platform/redaction.js';
import { harmless } from './harmless.js';
import type { TextSink } from './output.js';

/** Says on `stderr` what ended a command, and returns its exit code. */
export function reportError(error: unknown, stderr: TextSink): 1 | 2 {
  // What a database server refuses, whichever statement it was of, is no defect of the program.
  const told = isCodedError(error) ? error : (databaseRefusal(error) ?? error);
  stderr.write(errorReport(told));
  return exitCodeFor(told);
}

/** What went wrong, what can be done about it, and the code to look it up under (docs/reference/errors.md). */
export function errorReport(error: unknown): string {
  if (isCodedError(error)) {
    return harmless(
      redactSecrets(`error: ${error.message}\n  hint: ${error.remedy}\n  code: ${error.code}\n`),
    );
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return harmless(
    redactSecrets(
      `error: ${text}\n  hint: This is a defect of latency-farm; please report it with the lines above.\n`,
    ),
  );
}

/** The exit code for an error: 2 when the caller's input is to blame, else 1. */
export function exitCodeFor(error: unknown): 1 | 2 {
  return isCodedError(error) && (error.blame ?? 'config') === 'config' ? 2 : 1;
}
