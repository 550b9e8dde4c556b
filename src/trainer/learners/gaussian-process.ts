import type { Random } from '../../platform/random.js';
import { believedParameters, fitParameters } from '../acquisition/gaussian-process/fit-parameters.js';
import {
  covariances,
  matern52,
  squaredWeights,
  type KernelParameters,
  type Points,
} from '../acquisition/gaussian-process/kernel.js';
import { readRow, selectRows, selectValues } from './feature-table.js';
import { weightedMean, weightsOf, type FittedModel, type Learner, type TrainingProblem } from './learner.js';
import { solveSymmetric } from './linear/symmetric-solve.js';
import { requireFloats, requireNumber, type ModelDocument } from './model-document.js';
import { shuffledIndices } from './shuffled-indices.js';
import { standardInputs, StandardInputs } from './standard-inputs.js';

export interface GaussianProcessOptions {
  /** Time grows with the cube of the points: of more rows than this, so many are drawn at random. */
  readonly mostPoints: number;
  /** Steps towards the most probable parameters. */
  readonly steps: number;
}

/** Keeps covariances of equal points solvable, relative to the variance. */
const jitter = 1e-6;

/**
 * Gaussian process regression with Matérn's covariance of smoothness 5/2 and a length scale for every feature (ARD), at the
 * parameters of largest posterior probability (Rasmussen and Williams 2006). Meant for targets of the size of 1: logarithms.
 */
export function gaussianProcess(options: GaussianProcessOptions): Learner<GaussianProcessModel> {
  return { name: 'gaussian-process', fit: (problem, random) => fitProcess(problem, options, random) };
}

function fitProcess(
  problem: TrainingProblem,
  { mostPoints, steps }: GaussianProcessOptions,
  random: Random,
): GaussianProcessModel {
  const taken = shuffledIndices(problem.table.rowCount, random).subarray(0, mostPoints);
  const table = selectRows(problem.table, taken);
  const weights = selectValues(weightsOf(problem), taken);
  const target = selectValues(problem.target, taken);
  const mean = weightedMean(target, weights);
  const values = target.map((value) => value - mean);
  const inputs = standardInputs(table);
  const coordinates = new Float64Array(table.rowCount * inputs.count);
  const row = new Float64Array(table.columns.length);
  for (let index = 0; index < table.rowCount; index++) {
    readRow(table, index, row);
    inputs.read(row, coordinates, index * inputs.count);
  }
  const groups = new Int32Array(table.rowCount);
  const points = { count: table.rowCount, dimensions: inputs.count, coordinates, groups };
  const parameters = fitParameters(points, values, believedParameters(inputs.count), steps);
  return processModel(inputs, points, parameters, solve(points, parameters, values, weights), mean);
}

/** (K + N)⁻¹ y, where the noise N of a row is the smaller the more the row weighs. */
function solve(
  points: Points,
  parameters: KernelParameters,
  values: Float64Array,
  weights: Float64Array,
): Float64Array {
  const { count } = points;
  const matrix = covariances(parameters, points, points);
  const noise = Math.exp(parameters.lnNoiseVariance);
  const added = jitter * Math.exp(parameters.lnVariance);
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / count;
  for (let row = 0; row < count; row++) {
    const place = row * count + row;
    matrix[place] = (matrix[place] as number) + (noise * meanWeight) / (weights[row] as number) + added;
  }
  return solveSymmetric(matrix, count, values) ?? new Float64Array(count);
}

function processModel(
  inputs: StandardInputs,
  { coordinates, count, dimensions }: Points,
  parameters: KernelParameters,
  solved: Float64Array,
  mean: number,
): GaussianProcessModel {
  const inverseScales = squaredWeights(parameters).slice(0, dimensions).map(Math.sqrt);
  const scaled = coordinates.slice();
  for (let index = 0; index < count * dimensions; index++) {
    scaled[index] = (scaled[index] as number) * (inverseScales[index % dimensions] as number);
  }
  const variance = Math.exp(parameters.lnVariance);
  return new GaussianProcessModel(
    inputs,
    inverseScales,
    scaled,
    solved.map((value) => value * variance),
    mean,
  );
}

/** mean + Σ coefficient · correlation with each point learned from. */
export class GaussianProcessModel implements FittedModel {
  static readonly kind = 'gaussian-process';

  constructor(
    private readonly inputs: StandardInputs,
    /** One over the length scale of each coordinate. */
    private readonly inverseScales: Float64Array,
    /** Coordinates of the points, in length scales, point by point. */
    private readonly points: Float64Array,
    private readonly coefficients: Float64Array,
    private readonly mean: number,
  ) {}

  predictRow(row: Float64Array): number {
    const { inverseScales, points, coefficients } = this;
    const dimensions = inverseScales.length;
    const position = new Float64Array(dimensions);
    this.inputs.read(row, position);
    for (let axis = 0; axis < dimensions; axis++) {
      position[axis] = (position[axis] as number) * (inverseScales[axis] as number);
    }
    let sum = this.mean;
    for (let point = 0, place = 0; point < coefficients.length; point++) {
      let squared = 0;
      for (let axis = 0; axis < dimensions; axis++, place++) {
        const difference = (position[axis] as number) - (points[place] as number);
        squared += difference * difference;
      }
      sum += (coefficients[point] as number) * matern52(squared);
    }
    return sum;
  }

  toDocument(): ModelDocument {
    const { inverseScales, points, coefficients } = this;
    const arrays = { ...this.inputs.toArrays(), inverseScales, points, coefficients };
    return { kind: GaussianProcessModel.kind, scalars: { mean: this.mean }, arrays, children: {} };
  }

  /** Throws PREDICTOR_FILE_INVALID when the points do not fit the inputs. */
  static fromDocument(document: ModelDocument, featureCount: number): GaussianProcessModel {
    const inputs = StandardInputs.fromDocument(document, featureCount);
    const inverseScales = requireFloats(document, 'inverseScales', inputs.count);
    const coefficients = requireFloats(document, 'coefficients');
    const points = requireFloats(document, 'points', coefficients.length * inputs.count);
    return new GaussianProcessModel(
      inputs,
      inverseScales,
      points,
      coefficients,
      requireNumber(document, 'mean'),
    );
  }
}
