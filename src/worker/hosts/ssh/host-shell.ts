// How a host's POSIX shell is reached whatever the login shell of its user is: OpenSSH hands every command to that one, as text.

/** Printed before a script: what comes before it, such as a greeting of `.bashrc`, is none of its output. */
const beginMark = '@latency-farm:begin';

/**
 * A command line that runs a script in `sh`. It consists of words that fish, tcsh, zsh and all POSIX shells read alike: single quotes, and a
 * backslash only before a digit, which `printf %b` reads as an octal byte (POSIX, printf).
 */
export function inPosixShell(script: string): string {
  const bytes = Buffer.from(`echo ${beginMark}\n${script}`, 'utf8');
  const encoded = bytes
    .toString('latin1')
    .replace(/[^\w ./=:,@+-]/g, (character) => `\\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `sh -c 'eval "$(printf %b "$1")"' sh '${encoded}'`;
}

/** What a script printed; undefined where the login shell did not run it. */
export function printedByScript(stdout: string): string | undefined {
  const lines = stdout.split('\n');
  // A greeting need not end its line.
  const begin = lines.findIndex((line) => line.endsWith(beginMark));
  return begin < 0 ? undefined : lines.slice(begin + 1).join('\n');
}
