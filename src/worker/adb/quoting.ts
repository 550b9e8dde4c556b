import { workerError } from '../errors.js';

/**
 * One argument for the phone's shell (mksh, toybox sh, POSIX sh): inside single quotes nothing is special but the quote
 * itself, which is written as `'\''`. Plain words stay as they are, so that logs can be read.
 * Throws SHELL_ARGUMENT_INVALID for a text with a NUL character, which no command line can carry.
 */
export function quoteArgument(argument: string): string {
  if (argument.includes('\0')) {
    throw workerError('SHELL_ARGUMENT_INVALID', 'a command-line argument holds a NUL character');
  }
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(argument) && !argument.startsWith('=')) return argument;
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line of which every word reaches the program as it is given. */
export function shellWords(words: readonly string[]): string {
  return words.map(quoteArgument).join(' ');
}
