import type { FeatureTable } from '../../model/feature-table.js';

/** Histograms index bins with a byte. */
const maxBins = 255;

/** A table whose values are replaced by the number of the bin they fall into, so that trees can count instead of sort. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly featureCount: number;
  /** `bins[feature][row]`. */
  readonly bins: readonly Uint8Array[];
  /** `thresholds[feature][bin]`: a value is in `bin` or below it when it is at most this. One fewer than bins. */
  readonly thresholds: readonly Float64Array[];
  /** Where a feature's bins begin when all features' bins are laid end to end; the last entry is their total. */
  readonly offsets: Int32Array;
}

/**
 * Bins every column: a bin for each distinct value while there are at most 255 of them, else bins of about equally many rows.
 * Thresholds lie half-way between neighbouring bins.
 */
export function binTable(table: FeatureTable): BinnedTable {
  const columns = table.columns.map(binColumn);
  const offsets = new Int32Array(columns.length + 1);
  columns.forEach((column, feature) => {
    offsets[feature + 1] = (offsets[feature] as number) + column.thresholds.length + 1;
  });
  return {
    rowCount: table.rowCount,
    featureCount: columns.length,
    bins: columns.map((column) => column.bins),
    thresholds: columns.map((column) => column.thresholds),
    offsets,
  };
}

function binColumn(values: Float64Array) {
  const sorted = values.slice().sort();
  const { lowest, highest } = binRanges(sorted);
  const thresholds = new Float64Array(lowest.length - 1);
  for (let bin = 0; bin < thresholds.length; bin++) {
    thresholds[bin] = between(highest[bin] as number, lowest[bin + 1] as number);
  }
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) bins[row] = binOf(values[row] as number, thresholds);
  return { bins, thresholds };
}

/** Ranges of values that share a bin. Equal values always do. */
function binRanges(sorted: Float64Array): { lowest: Float64Array; highest: Float64Array } {
  const lowest: number[] = [];
  const highest: number[] = [];
  const rowsPerBin = countDistinct(sorted) <= maxBins ? 1 : sorted.length / maxBins;
  let begin = 0;
  while (begin < sorted.length) {
    const filled = Math.max(begin + 1, Math.min(sorted.length, Math.round((lowest.length + 1) * rowsPerBin)));
    let end = rowsPerBin === 1 ? begin + 1 : filled;
    while (end < sorted.length && sorted[end] === sorted[end - 1]) end++;
    if (lowest.length === maxBins - 1) end = sorted.length;
    lowest.push(sorted[begin] as number);
    highest.push(sorted[end - 1] as number);
    begin = end;
  }
  return { lowest: Float64Array.from(lowest), highest: Float64Array.from(highest) };
}

function countDistinct(sorted: Float64Array): number {
  let distinct = 0;
  for (let index = 0; index < sorted.length; index++) {
    if (index === 0 || sorted[index] !== sorted[index - 1]) distinct++;
  }
  return distinct;
}

/** A number at least `low` and below `high`, near their middle. Rounding may make the middle equal to `high`. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** The first bin whose threshold is not below the value (binary search). */
function binOf(value: number, thresholds: Float64Array): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (thresholds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
