import type { Random } from '../random/random.js';
import { believedParameters, fitParameters } from '../gaussian-process/fit-parameters.js';
import { GaussianProcess } from '../gaussian-process/gaussian-process.js';
import { Kernel, type KernelParameters } from '../gaussian-process/kernel.js';
import { readRow, selectRows, selectValues } from '../model/feature-table.js';
import {
  weightedMean,
  weightsOf,
  type FittedModel,
  type Learner,
  type TrainingProblem,
} from '../model/learner.js';
import { requireFloats, requireNumber, type ModelDocument } from '../model/model-document.js';
import { shuffledIndices } from '../random/shuffled-indices.js';
import { standardInputs, StandardInputs } from './standard-inputs.js';

export interface GaussianProcessOptions {
  /** Time grows with the cube of the points: of more rows than this, so many are drawn at random. */
  readonly mostPoints: number;
  /** Steps towards the most probable parameters. */
  readonly steps: number;
}

/**
 * Gaussian process regression with kernels of Matérn's family and a length scale for every feature (ARD), at the parameters
 * of of largest posterior probability (Rasmussen and Williams 2006). Meant for targets of the size of 1: logarithms.
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
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const noiseFactors = weights.map((weight) => meanWeight / weight);
  const { coefficients } = new GaussianProcess(parameters, points, values, noiseFactors);
  return new GaussianProcessModel(inputs, parameters, points.coordinates, coefficients, mean);
}

/** mean + Σ coefficient · covariance with each point learned from. */
export class GaussianProcessModel implements FittedModel {
  static readonly kind = 'gaussian-process';
  private readonly kernel: Kernel;
  private readonly position: Float64Array;

  constructor(
    private readonly inputs: StandardInputs,
    private readonly parameters: KernelParameters,
    /** Coordinates of the points, point by point. */
    private readonly points: Float64Array,
    private readonly coefficients: Float64Array,
    private readonly mean: number,
  ) {
    this.kernel = new Kernel(parameters);
    this.position = new Float64Array(inputs.count);
  }

  predictRow(row: Float64Array): number {
    const { kernel, points, coefficients, position } = this;
    this.inputs.read(row, position);
    let sum = this.mean;
    for (let point = 0, place = 0; point < coefficients.length; point++) {
      let squared = 0;
      for (let axis = 0; axis < position.length; axis++, place++) {
        const difference = (position[axis] as number) - (points[place] as number);
        squared += (kernel.weights[axis] as number) * difference * difference;
      }
      sum += (coefficients[point] as number) * kernel.covariance(squared);
    }
    return sum;
  }

  toDocument(): ModelDocument {
    const { points, coefficients, mean } = this;
    const { lnInverseScales, ...scalars } = this.parameters;
    const arrays = { ...this.inputs.toArrays(), lnInverseScales, points, coefficients };
    return {
      kind: GaussianProcessModel.kind,
      scalars: { mean, ...scalars },
      arrays,
      children: {},
    };
  }

  /** Throws PREDICTOR_FILE_INVALID when the points do not fit the inputs. */
  static fromDocument(document: ModelDocument, featureCount: number): GaussianProcessModel {
    const inputs = StandardInputs.fromDocument(document, featureCount);
    const parameters = {
      lnInverseScales: requireFloats(document, 'lnInverseScales', inputs.count + 1),
      lnSmoothVariance: requireNumber(document, 'lnSmoothVariance'),
      lnRoughVariance: requireNumber(document, 'lnRoughVariance'),
      lnRoughness: requireNumber(document, 'lnRoughness'),
      lnNoiseVariance: requireNumber(document, 'lnNoiseVariance'),
    };
    const coefficients = requireFloats(document, 'coefficients');
    const points = requireFloats(document, 'points', coefficients.length * inputs.count);
    return new GaussianProcessModel(
      inputs,
      parameters,
      points,
      coefficients,
      requireNumber(document, 'mean'),
    );
  }
}
