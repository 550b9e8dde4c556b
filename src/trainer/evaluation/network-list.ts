import { invalidRow } from '../../exchange/files/csv.js';

/** Names of networks, as a text file lists them. */
export interface NetworkList {
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * Reads a list of networks, a name a line; blank lines are left out. Throws TRAINING_DATA_INVALID for an empty list, a name that stands
 * twice, or one that is not among `known`.
 */
export function parseNetworkList(text: string, file: string, known: ReadonlySet<string>): NetworkList {
  const names = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const name = line.trim();
    if (name === '') continue;
    const place = { file, line: index + 1 };
    if (!known.has(name))
      throw invalidRow(place, `the table of operations has no network ${JSON.stringify(name)}`);
    if (names.has(name)) throw invalidRow(place, `${name} stands twice`);
    names.add(name);
  }
  if (names.size === 0) throw invalidRow({ file, line: 1 }, 'the list names no network');
  return { file, names: [...names] };
}

/** Throws TRAINING_DATA_INVALID when a network is on both lists: a predictor must not be judged by what it learned from. */
export function refuseOverlap(train: NetworkList, test: NetworkList): void {
  const both = test.names.find((name) => train.names.includes(name));
  if (both === undefined) return;
  throw invalidRow(
    { file: test.file, line: test.names.indexOf(both) + 1 },
    `${both} is in ${train.file} as well; what is learned from cannot be tested on`,
  );
}
