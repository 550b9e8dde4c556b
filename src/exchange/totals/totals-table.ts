import type { FilePlace } from '../files/csv.js';
import type { PublishedTotal, Publisher } from '../measurements/published-total.js';

/** A total, and where it stands. */
export interface PlacedTotal {
  readonly place: FilePlace;
  readonly total: PublishedTotal & { readonly meanUs: number };
}

/** What a table of whole networks tells. */
export interface TotalsTable {
  readonly publisher: Publisher;
  readonly totals: readonly PlacedTotal[];
  /** Rows that tell of no network, and why. */
  readonly leftOut: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}
