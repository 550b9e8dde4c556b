import { text as wholeText } from 'node:stream/consumers';

import { cliError } from '../../errors.js';
import { readTextFile } from '../../files/text-file.js';

/** What a command was told to predict. */
export interface NetworkSelection {
  /** Files, patterns of files, and names of architectures. */
  readonly networks: readonly string[];
  /** A file of such, one a line; `-` is standard input. */
  readonly list?: string;
  /** A space of architectures to sample. */
  readonly space?: string;
  /** How many different architectures of the space. */
  readonly count: number;
  readonly seed: number;
}

/** Characters that make an argument a pattern: those of a file that exists are taken as they are. */
const pattern = /[*?[\]{}]/;

/**
 * The names and paths that were selected, in their order, each once.
 * @throws FarmError FILE_UNREADABLE, SEARCH_SPACE_EXHAUSTED, NO_NETWORKS when nothing is left; GraphError UNKNOWN_SPACE.
 */
export async function networkNames(
  { networks, list, space, count, seed }: NetworkSelection,
  cwd: string,
  stdin: AsyncIterable<string | Uint8Array>,
): Promise<string[]> {
  const listed = list === undefined ? [] : linesOf(await readList(list, cwd, stdin));
  const named = await Promise.all([...networks, ...listed].map((name) => expand(name, cwd)));
  const sampled = space === undefined ? [] : await sample(space, count, seed);
  const names = [...new Set([...named.flat(), ...sampled])];
  if (names.length > 0) return names;
  throw cliError('NO_NETWORKS', 'There is no network to predict.');
}

async function readList(
  list: string,
  cwd: string,
  stdin: AsyncIterable<string | Uint8Array>,
): Promise<string> {
  if (list !== '-') return readTextFile(list, cwd);
  return wholeText(stdin as Parameters<typeof wholeText>[0]);
}

function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** The files that match, in order; a name without a pattern is itself, whatever it names. */
async function expand(name: string, cwd: string): Promise<string[]> {
  if (!pattern.test(name)) return [name];
  const { glob } = await import('tinyglobby');
  const files = await glob(name, { cwd, expandDirectories: false });
  if (files.length > 0) return files.sort();
  throw cliError('NO_NETWORKS', `No file matches ${name}.`, { details: { pattern: name } });
}

async function sample(space: string, count: number, seed: number): Promise<string[]> {
  const { architectureSpace } = await import('../../../graph/index.js');
  const { sampleArchitectures } = await import('../../../orchestrator/index.js');
  const named = { name: space, space: architectureSpace(space) };
  return sampleArchitectures(named, count, seed).map(({ name }) => name);
}
