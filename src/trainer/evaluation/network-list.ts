import { invalidRow } from '../../exchange/files/csv.js';

/** Names of networks, as a text file lists them. */
export interface NetworkList {
  readonly file: string;
  readonly names: readonly string[];
  /** Line of each name, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Which names a list may hold. */
export interface ListedNetworks {
  /** Those of the table that the list is for. */
  readonly known: ReadonlySet<string>;
  /** Whether this program knows what the network consists of, where it has to. */
  readonly isDescribable?: (name: string) => boolean;
}

/**
 * Reads a list of networks, a name a line; blank lines are left out. Throws TRAINING_DATA_INVALID with file and line for an empty list, a
 * name that stands twice, or one that the list may not hold.
 */
export function parseNetworkList(text: string, file: string, allowed: ListedNetworks): NetworkList {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const name = line.trim();
    if (name === '') continue;
    const place = { file, line: index + 1 };
    if (!allowed.known.has(name)) throw invalidRow(place, `the table has no network ${JSON.stringify(name)}`);
    if (allowed.isDescribable?.(name) === false)
      throw invalidRow(place, `this program does not know what ${JSON.stringify(name)} consists of`);
    if (lines.has(name)) throw invalidRow(place, `${name} stands twice`);
    lines.set(name, place.line);
  }
  if (lines.size === 0) throw invalidRow({ file, line: 1 }, 'the list names no network');
  return { file, names: [...lines.keys()], lines };
}

/** Throws TRAINING_DATA_INVALID when a network is on both lists: a predictor must not be judged by what it learned from. */
export function refuseOverlap(train: NetworkList, test: NetworkList): void {
  for (const [name, line] of test.lines) {
    if (!train.lines.has(name)) continue;
    throw invalidRow(
      { file: test.file, line },
      `${name} is in ${train.file} as well; what is learned from cannot be tested on`,
    );
  }
}
