import * as z from 'zod/mini';

import { decodeArtifact, encodeArtifact, type Artifact } from '../files/artifact.js';
import { LearningError } from '../../learning/errors.js';
import { PredictorError } from '../errors.js';
import { convolutionLaunchFeatures } from '../features/launch/convolution-features.js';
import { launchRuleSchema } from '../features/launch/launch-rule.js';
import { readRow, type FeatureRecord, type FeatureTable } from '../../learning/model/feature-table.js';
import type { FittedModel } from '../../learning/model/learner.js';
import { invalid, requireChild, requireIndices } from '../../learning/model/model-document.js';
import { readModel } from '../../learning/learners/read-model.js';

const featureSchema = z.strictObject({
  name: z.string(),
  unit: z.string(),
  /** Smallest and largest value learned from. */
  low: z.number(),
  high: z.number(),
});

const factsSchema = z.strictObject({
  kernelGroup: z.string(),
  learner: z.string(),
  features: z.array(featureSchema),
  trainingSetHash: z.string(),
  trainingRows: z.int().check(z.positive()),
  metrics: z.record(z.string(), z.number()),
  seed: z.int(),
  codeVersion: z.string(),
  /** The rule by which features of a launch follow from the others; absent where they do not depend on the GPU. */
  launchRule: z.exactOptional(launchRuleSchema),
});

export type { Artifact } from '../files/artifact.js';

/** What is known of a predictor besides its model. */
export type PredictorFacts = z.infer<typeof factsSchema>;

/** The group of all kernels together: it answers for those that have no predictor of their own. */
export const pooledGroup = '*';

/** Kind of the outermost document of a predictor's file. */
const predictorKind = 'kernel-predictor';

/** What a predictor says of a kernel. */
export interface KernelPrediction {
  readonly latencyUs: number;
  /** A feature lies outside what was learned from: the answer is a guess. */
  readonly extrapolated: boolean;
  /** How far outside, as the largest difference of asinh over all features: of sizes the natural logarithm of their ratio. 0 inside. */
  readonly distance: number;
  /** This very configuration was among those learned from. */
  readonly measured: boolean;
}

/** A regressor for one kernel group in one scenario. Immutable. */
export class KernelPredictor {
  private readonly row: Float64Array;
  private readonly learned: ReadonlySet<number>;
  private readonly fingerprint = fingerprinter();

  constructor(
    readonly facts: PredictorFacts,
    readonly model: FittedModel,
    /** {@link fingerprints} of the rows learned from. */
    private readonly learnedRows: Int32Array,
  ) {
    this.row = new Float64Array(facts.features.length);
    this.learned = new Set(learnedRows);
  }

  /** Predicts a kernel from its features. A feature that the record lacks counts as 0. */
  predict(features: FeatureRecord): KernelPrediction {
    const { features: ranges, launchRule } = this.facts;
    const launch = launchRule === undefined ? undefined : convolutionLaunchFeatures(launchRule, features);
    for (let index = 0; index < ranges.length; index++) {
      const range = ranges[index] as PredictorFacts['features'][number];
      this.row[index] = features[range.name] ?? launch?.[range.name] ?? 0;
    }
    const distance = distanceBeyond(this.row, ranges);
    const measured = this.learned.has(this.fingerprint(this.row));
    return { latencyUs: this.model.predictRow(this.row), extrapolated: distance > 0, distance, measured };
  }

  /** The predictor as a file: facts in the header, in one order, then the model's arrays. Read and written again it is the same bytes. */
  toBytes(): Uint8Array {
    return encodeArtifact(this.toArtifact());
  }

  /** The predictor as plain data, which other threads can be sent. */
  toArtifact(): Artifact {
    const model = {
      kind: predictorKind,
      scalars: {},
      arrays: { learnedRows: this.learnedRows },
      children: { model: this.model.toDocument() },
    };
    return { facts: factsSchema.parse(this.facts), model };
  }

  /** Throws PREDICTOR_FILE_INVALID or PREDICTOR_FORMAT_UNSUPPORTED when the file cannot be trusted. */
  static fromBytes(bytes: Uint8Array): KernelPredictor {
    return KernelPredictor.fromArtifact(decodeArtifact(bytes));
  }

  /** Throws PREDICTOR_FILE_INVALID when the parts do not hold together. */
  static fromArtifact({ facts, model }: Artifact): KernelPredictor {
    const parsed = factsSchema.safeParse(facts);
    if (!parsed.success) {
      throw new PredictorError(
        'PREDICTOR_FILE_INVALID',
        'The predictor file does not say what it predicts.',
        {
          cause: parsed.error,
        },
      );
    }
    return readingModel(() => {
      if (model.kind !== predictorKind) throw invalid(model, 'it is not a predictor');
      const fitted = readModel(requireChild(model, 'model'), parsed.data.features.length);
      const learnedRows = requireIndices(model, 'learnedRows', -(2 ** 31), 2 ** 31);
      return new KernelPredictor(parsed.data, fitted, learnedRows);
    });
  }
}

/** The largest distance of a row's values from the ranges learned from; asinh is a logarithm for sizes, and defined for all numbers. */
export function distanceBeyond(row: Float64Array, ranges: PredictorFacts['features']): number {
  let distance = 0;
  for (let index = 0; index < ranges.length; index++) {
    const { low, high } = ranges[index] as PredictorFacts['features'][number];
    const value = row[index] as number;
    if (value >= low && value <= high) continue;
    distance = Math.max(distance, Math.abs(Math.asinh(value) - Math.asinh(value < low ? low : high)));
  }
  return distance;
}

/** What does not hold together inside a predictor's file makes the file invalid. */
function readingModel<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof LearningError) || cause.code !== 'MODEL_DOCUMENT_INVALID') throw cause;
    throw new PredictorError('PREDICTOR_FILE_INVALID', cause.message, { cause, details: cause.details });
  }
}

/** A number a row by which a predictor knows the row again. */
export function fingerprints(table: FeatureTable): Int32Array {
  const fingerprint = fingerprinter();
  const row = new Float64Array(table.columns.length);
  return Int32Array.from({ length: table.rowCount }, (_, index) => {
    readRow(table, index, row);
    return fingerprint(row);
  });
}

/** FNV-1a over the values of a row, each rounded to float32. */
function fingerprinter(): (row: Float64Array) => number {
  const rounded = new Float32Array(1);
  const bits = new Int32Array(rounded.buffer);
  return (row) => {
    let hash = 0x811c9dc5 | 0;
    for (let index = 0; index < row.length; index++) {
      rounded[0] = row[index] as number;
      hash = Math.imul(hash ^ (bits[0] as number), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  };
}

/** Names, units and ranges of a table's columns. */
export function featureRanges(table: FeatureTable): PredictorFacts['features'] {
  return table.names.map((name, index) => {
    const column = table.columns[index] as Float64Array;
    return {
      name,
      unit: unitOf(name),
      low: column.reduce((least, value) => Math.min(least, value), Infinity),
      high: column.reduce((most, value) => Math.max(most, value), -Infinity),
    };
  });
}

/** Features carry their unit at the end of their name. */
function unitOf(name: string): string {
  if (/bytes$/i.test(name)) return 'bytes';
  if (/elements$/i.test(name)) return 'elements';
  if (/flopsPerByte$/i.test(name)) return 'floating-point operations per byte';
  if (/flops$/i.test(name)) return 'floating-point operations';
  if (/macs$/i.test(name)) return 'multiply-accumulates';
  if (/channels(?:Padded\d+)?$/i.test(name)) return 'channels';
  if (/(?:height|width)$/i.test(name)) return 'pixels';
  return 'count';
}
