import type { FeatureTable } from '../model/feature-table.js';
import {
  requireFloats,
  requireIndices,
  type ModelArray,
  type ModelDocument,
} from '../model/model-document.js';

/**
 * Brings features to coordinates of mean 0 and standard deviation 1, for learners that measure distances or add inputs up. Columns that
 * are nowhere negative enter as ln(1 + x), because sizes span decades; columns that do not vary are left out.
 */
export class StandardInputs {
  constructor(
    private readonly columns: Int32Array,
    /** 1 where the column enters as ln(1 + x). */
    private readonly logarithmic: Int32Array,
    private readonly means: Float64Array,
    private readonly deviations: Float64Array,
  ) {}

  /** How many coordinates a row has. */
  get count(): number {
    return this.columns.length;
  }

  /** Puts the coordinates of a row into `target`, beginning at `offset`. */
  read(row: Float64Array, target: Float64Array, offset = 0): void {
    for (let index = 0; index < this.columns.length; index++) {
      const value = scaled(row[this.columns[index] as number] as number, this.logarithmic[index] === 1);
      target[offset + index] = (value - (this.means[index] as number)) / (this.deviations[index] as number);
    }
  }

  toArrays(): Readonly<Record<string, ModelArray>> {
    const { columns, logarithmic, means, deviations } = this;
    return {
      inputColumns: columns,
      inputLogarithmic: logarithmic,
      inputMeans: means,
      inputDeviations: deviations,
    };
  }

  /** Throws PREDICTOR_FILE_INVALID when the arrays do not fit each other or the features. */
  static fromDocument(document: ModelDocument, featureCount: number): StandardInputs {
    const columns = requireIndices(document, 'inputColumns', 0, featureCount);
    return new StandardInputs(
      columns,
      requireIndices(document, 'inputLogarithmic', 0, 2, columns.length),
      requireFloats(document, 'inputMeans', columns.length),
      requireFloats(document, 'inputDeviations', columns.length),
    );
  }
}

/** The scales of a table's columns. */
export function standardInputs(table: FeatureTable): StandardInputs {
  const scales = table.columns.map((column, index) => {
    const logarithmic = column.every((value) => value >= 0);
    const values = column.map((value) => scaled(value, logarithmic));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { index, logarithmic, mean, deviation: Math.sqrt(variance) };
  });
  const varying = scales.filter(({ deviation, mean }) => deviation > 1e-9 * (1 + Math.abs(mean)));
  return new StandardInputs(
    Int32Array.from(varying, ({ index }) => index),
    Int32Array.from(varying, ({ logarithmic }) => (logarithmic ? 1 : 0)),
    Float64Array.from(varying, ({ mean }) => mean),
    Float64Array.from(varying, ({ deviation }) => deviation),
  );
}

/** Values below 0, where none was seen in training, have no logarithm and count as 0. */
function scaled(value: number, logarithmic: boolean): number {
  return logarithmic ? Math.log1p(Math.max(0, value)) : value;
}
