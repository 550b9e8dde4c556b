import { CommanderError } from 'commander';

import { FarmError } from '../platform/index.js';
import { createContext } from './context.js';
import type { FarmProcess } from './context.js';
import { errorReport, exitCodeFor } from './output/error-report.js';
import { createProgram } from './program.js';

/** What a shell reports of a command that was interrupted from the keyboard. */
const interruptedExitCode = 130;

/**
 * Runs one `farm` command to its end and returns its exit code: 0 done, 1 failed, 2 wrong usage or input, 3 partly done,
 * 130 interrupted. Writes to the given streams only, and leaves nothing open.
 */
export async function farm(args: readonly string[], caller: FarmProcess): Promise<number> {
  const { context, exitCode, close } = createContext(caller);
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return exitCode();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (caller.signal.aborted) {
      caller.stderr.write('interrupted\n');
      return interruptedExitCode;
    }
    const told = await toldApart(error);
    caller.stderr.write(errorReport(told));
    return exitCodeFor(told);
  } finally {
    await close();
  }
}

/** What a database server refuses, whichever statement it was of, is no defect of the program. */
async function toldApart(error: unknown): Promise<unknown> {
  if (error instanceof FarmError) return error;
  const { databaseRefusal } = await import('../platform/database/index.js');
  return databaseRefusal(error) ?? error;
}
