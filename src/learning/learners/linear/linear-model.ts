import type { FittedModel } from '../../model/learner.js';
import { requireFloats, requireName, requireNumber, type ModelDocument } from '../../model/model-document.js';

/** How a feature enters a linear model: as it is, or as ln(1 + x), which turns a product of powers into a sum. */
export type InputScale = 'plain' | 'logarithmic';

/** The value of a feature on the given scale. Features below 0 have no logarithm and count as 0. */
export function scaledInput(value: number, scale: InputScale): number {
  return scale === 'plain' ? value : Math.log1p(Math.max(0, value));
}

/** intercept + Σ coefficient · feature. */
export class LinearModel implements FittedModel {
  static readonly kind = 'linear';

  constructor(
    readonly intercept: number,
    readonly coefficients: Float64Array,
    readonly inputScale: InputScale,
  ) {}

  predictRow(row: Float64Array): number {
    let sum = this.intercept;
    for (let feature = 0; feature < this.coefficients.length; feature++) {
      const coefficient = this.coefficients[feature] as number;
      if (coefficient !== 0) sum += coefficient * scaledInput(row[feature] as number, this.inputScale);
    }
    return sum;
  }

  toDocument(): ModelDocument {
    const scalars = { intercept: this.intercept, inputScale: this.inputScale };
    return { kind: LinearModel.kind, scalars, arrays: { coefficients: this.coefficients }, children: {} };
  }

  /** Throws PREDICTOR_FILE_INVALID when the coefficients are not as many as the features. */
  static fromDocument(document: ModelDocument, featureCount: number): LinearModel {
    return new LinearModel(
      requireNumber(document, 'intercept'),
      requireFloats(document, 'coefficients', featureCount),
      requireName(document, 'inputScale', ['plain', 'logarithmic']),
    );
  }
}
