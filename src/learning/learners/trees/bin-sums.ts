import type { BinnedTable } from './binned-table.js';
import type { Derivatives, Histogram } from './histogram.js';

const maxBins = 256;

/** The rows of a leaf summed by bin of one feature: the occupied bins only, in rising order. One buffer, filled again and again. */
export class BinSums {
  count = 0;
  readonly bins = new Uint8Array(maxBins);
  readonly gradients = new Float64Array(maxBins);
  readonly curvatures = new Float64Array(maxBins);
  readonly rows = new Float64Array(maxBins);
  /** Sums by bin, all 0 between two fillings. */
  private readonly scratch = new Float64Array(3 * maxBins);
  /** A bit for every bin that a row fell into. */
  private readonly occupied = new Int32Array(maxBins / 32);

  constructor(
    private readonly table: BinnedTable,
    private readonly derivatives: () => Derivatives,
  ) {}

  /** Takes the sums from a leaf's histogram: cheap for leaves of many rows. */
  fillFromHistogram(histogram: Histogram, feature: number): void {
    const offset = this.table.offsets[feature] as number;
    const binCount = (this.table.offsets[feature + 1] as number) - offset;
    this.count = 0;
    for (let bin = 0; bin < binCount; bin++) {
      if (histogram[3 * (offset + bin) + 2] !== 0) this.append(bin, histogram, 3 * (offset + bin));
    }
  }

  /** Takes the sums from the rows themselves: cheap for leaves of few rows. */
  fillFromRows(rows: Int32Array, begin: number, end: number, feature: number): void {
    const bins = this.table.bins[feature] as Uint8Array;
    const { gradients, curvatures } = this.derivatives();
    const { scratch, occupied } = this;
    for (let place = begin; place < end; place++) {
      const row = rows[place] as number;
      const bin = bins[row] as number;
      const cell = 3 * bin;
      occupied[bin >> 5] = (occupied[bin >> 5] as number) | (1 << (bin & 31));
      scratch[cell] = (scratch[cell] as number) + (gradients[row] as number);
      scratch[cell + 1] = (scratch[cell + 1] as number) + (curvatures[row] as number);
      scratch[cell + 2] = (scratch[cell + 2] as number) + 1;
    }
    this.collectOccupied();
  }

  private collectOccupied(): void {
    this.count = 0;
    for (let word = 0; word < this.occupied.length; word++) {
      let bits = this.occupied[word] as number;
      while (bits !== 0) {
        const bin = 32 * word + 31 - Math.clz32(bits & -bits);
        this.append(bin, this.scratch, 3 * bin);
        this.scratch.fill(0, 3 * bin, 3 * bin + 3);
        bits &= bits - 1;
      }
      this.occupied[word] = 0;
    }
  }

  private append(bin: number, sums: Float64Array, cell: number): void {
    this.bins[this.count] = bin;
    this.gradients[this.count] = sums[cell] as number;
    this.curvatures[this.count] = sums[cell + 1] as number;
    this.rows[this.count] = sums[cell + 2] as number;
    this.count++;
  }
}
