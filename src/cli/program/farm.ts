import { CommanderError } from 'commander';

import { createContext } from '../context/context.js';
import type { FarmProcess } from '../context/context.js';
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
    // A command's name among the values of another's options costs the loading of one that is not run.
    const program = await createProgram(context, (name) => args.includes(name));
    await program.parseAsync(args, { from: 'user' });
    return exitCode();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (caller.signal.aborted) {
      caller.stderr.write('interrupted\n');
      return interruptedExitCode;
    }
    const { reportError } = await import('../output/error-report.js');
    return reportError(error, caller.stderr);
  } finally {
    await close();
  }
}
