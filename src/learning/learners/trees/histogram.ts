import type { BinnedTable } from './binned-table.js';

/** First and second derivatives of the loss in each row. A leaf's value is −Σ gradient / (Σ curvature + ridge). */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
}

/** Sums of a leaf's rows by bin of every feature, three numbers a bin: Σ gradient, Σ curvature, number of rows. */
export type Histogram = Float64Array;

/** Makes histograms of leaves, and takes them back to use their memory again. */
export class HistogramMaker {
  private readonly spare: Histogram[] = [];
  private readonly gradients: Float64Array;
  private readonly curvatures: Float64Array;

  constructor(private readonly table: BinnedTable) {
    this.gradients = new Float64Array(table.rowCount);
    this.curvatures = new Float64Array(table.rowCount);
  }

  /** The histogram of the rows at places begin … end − 1 of `rows`. */
  make(rows: Int32Array, begin: number, end: number, derivatives: Derivatives): Histogram {
    const histogram = this.blank();
    const count = end - begin;
    for (let place = 0; place < count; place++) {
      const row = rows[begin + place] as number;
      this.gradients[place] = derivatives.gradients[row] as number;
      this.curvatures[place] = derivatives.curvatures[row] as number;
    }
    for (let feature = 0; feature < this.table.featureCount; feature++) {
      this.addFeature(histogram, feature, rows, begin, count);
    }
    return histogram;
  }

  /** Turns the histogram of a leaf into that of one child by taking away the other child's. */
  subtract(histogram: Histogram, child: Histogram): Histogram {
    for (let index = 0; index < histogram.length; index++) {
      histogram[index] = (histogram[index] as number) - (child[index] as number);
    }
    return histogram;
  }

  release(histogram: Histogram): void {
    this.spare.push(histogram);
  }

  private addFeature(
    histogram: Histogram,
    feature: number,
    rows: Int32Array,
    begin: number,
    count: number,
  ): void {
    const bins = this.table.bins[feature] as Uint8Array;
    const offset = this.table.offsets[feature] as number;
    for (let place = 0; place < count; place++) {
      const cell = 3 * (offset + (bins[rows[begin + place] as number] as number));
      histogram[cell] = (histogram[cell] as number) + (this.gradients[place] as number);
      histogram[cell + 1] = (histogram[cell + 1] as number) + (this.curvatures[place] as number);
      histogram[cell + 2] = (histogram[cell + 2] as number) + 1;
    }
  }

  private blank(): Histogram {
    return (
      this.spare.pop()?.fill(0) ??
      new Float64Array(3 * (this.table.offsets[this.table.featureCount] as number))
    );
  }
}
