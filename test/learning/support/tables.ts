import { randomFromSeed, type Random } from '../../../src/learning/random/random.js';
import type { FeatureTable } from '../../../src/learning/model/feature-table.js';
import type { FittedModel, TrainingProblem } from '../../../src/learning/model/learner.js';
import { decodeArtifact, encodeArtifact } from '../../../src/predictor/files/artifact.js';
import { readModel } from '../../../src/learning/learners/read-model.js';

/** A table of columns by name. */
export function tableOf(columns: Readonly<Record<string, readonly number[]>>): FeatureTable {
  const values = Object.values(columns).map((column) => Float64Array.from(column));
  return { names: Object.keys(columns), rowCount: values[0]?.length ?? 0, columns: values };
}

/** Rows of uniformly drawn features named a, b, c …, with the target that `formula` makes of each. */
export function randomProblem(
  options: {
    readonly seed: number;
    readonly rows: number;
    readonly features: number;
    readonly high?: number;
  },
  formula: (row: readonly number[], random: Random) => number,
): TrainingProblem {
  const { seed, rows, features, high = 10 } = options;
  const random = randomFromSeed(seed);
  const names = Array.from({ length: features }, (_, index) => String.fromCharCode(97 + index));
  const columns = names.map(() => Float64Array.from({ length: rows }, () => random.uniform(0, high)));
  const target = Float64Array.from({ length: rows }, (_, row) =>
    formula(
      columns.map((column) => column[row] as number),
      random,
    ),
  );
  return { table: { names, rowCount: rows, columns }, target };
}

/** The model after it was written to a file and read again. */
export function saveAndLoad(model: FittedModel, featureCount: number): FittedModel {
  return readModel(
    decodeArtifact(encodeArtifact({ facts: {}, model: model.toDocument() })).model,
    featureCount,
  );
}

/** The bytes of a model's file. */
export function bytesOf(model: FittedModel): Buffer {
  return Buffer.from(encodeArtifact({ facts: {}, model: model.toDocument() }));
}
