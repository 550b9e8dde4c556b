import type { KernelSet } from '../kernel-set.js';
import type { NetworkKernel } from '../datasets/published-rows.js';
import { solveSymmetric } from '../learners/linear/symmetric-solve.js';

/** A kernel measured on the device that is learned. */
export interface TransferObservation {
  readonly kernel: NetworkKernel;
  readonly latencyUs: number;
}

/** How strongly coefficients are drawn to their prior: as that many measurements with errors of 10 %. */
const ridge = 0.05;
/** A kernel group's own deviation counts as much as the common law when so many of its configurations were measured. */
const groupPriorCount = 2;
/** Residuals of measured kernels spread to others over this distance in ln(1 + feature). */
const neighbourDistance = 0.5;
const neighbourPriorWeight = 0.5;

/**
 * Predicts kernels of a device from its sources: ln latency is a weighted sum of the sources' predicted ln latencies and a
 * constant (ridge regression towards equal weights), a deviation of the kernel's group, and what the nearest measured
 * kernels of the group deviate by.
 */
export class TransferModel {
  private readonly weights: Float64Array;
  private readonly groupDeviation = new Map<string, number>();
  private readonly neighbours = new Map<string, { position: Float64Array; deviation: number }[]>();

  constructor(
    private readonly sources: readonly KernelSet[],
    observations: readonly TransferObservation[],
  ) {
    this.weights = fitWeights(
      observations.map(({ kernel }) => this.sourceLogarithms(kernel)),
      observations.map(({ latencyUs }) => Math.log(latencyUs)),
    );
    const residuals = observations.map(({ kernel, latencyUs }) => Math.log(latencyUs) - this.common(kernel));
    this.learnGroups(observations, residuals);
    this.learnNeighbours(observations, residuals);
  }

  /** Predicted latency of a kernel, µs. */
  predict(kernel: NetworkKernel): number {
    return Math.exp(this.common(kernel) + this.deviation(kernel) + this.nearby(kernel));
  }

  private common(kernel: NetworkKernel): number {
    return dot(this.weights, this.sourceLogarithms(kernel));
  }

  /** ln of what each source's predictors say, and a 1 for the constant. */
  private sourceLogarithms({ kernelGroup, features }: NetworkKernel): Float64Array {
    const logarithms = this.sources.map((source) =>
      Math.log(source.predict(kernelGroup, features).latencyUs),
    );
    return Float64Array.from([...logarithms, 1]);
  }

  private deviation({ kernelGroup }: NetworkKernel): number {
    return this.groupDeviation.get(kernelGroup) ?? 0;
  }

  private learnGroups(observations: readonly TransferObservation[], residuals: readonly number[]): void {
    const sums = new Map<string, { sum: number; count: number }>();
    observations.forEach(({ kernel }, index) => {
      const before = sums.get(kernel.kernelGroup) ?? { sum: 0, count: 0 };
      sums.set(kernel.kernelGroup, {
        sum: before.sum + (residuals[index] as number),
        count: before.count + 1,
      });
    });
    for (const [group, { sum, count }] of sums)
      this.groupDeviation.set(group, sum / (count + groupPriorCount));
  }

  private learnNeighbours(observations: readonly TransferObservation[], residuals: readonly number[]): void {
    observations.forEach(({ kernel }, index) => {
      const list = this.neighbours.get(kernel.kernelGroup) ?? [];
      list.push({
        position: kernelPosition(kernel),
        deviation: (residuals[index] as number) - this.deviation(kernel),
      });
      this.neighbours.set(kernel.kernelGroup, list);
    });
  }

  /** Mean deviation of the measured kernels of the group, the near ones counting most, drawn towards 0. */
  private nearby(kernel: NetworkKernel): number {
    const position = kernelPosition(kernel);
    let sum = 0;
    let total = neighbourPriorWeight;
    for (const neighbour of this.neighbours.get(kernel.kernelGroup) ?? []) {
      const distance = squaredDistance(position, neighbour.position) / neighbourDistance ** 2;
      const weight = Math.exp(-Math.sqrt(distance));
      sum += weight * neighbour.deviation;
      total += weight;
    }
    return sum / total;
  }
}

/** Sizes that say where a kernel lies among those of its group. */
const positionFeatures = [
  'inputSide',
  'outputSide',
  'inputChannels',
  'outputChannels',
  'window',
  'stride',
  'paddedMacs',
];

/** ln(1 + size) of the sizes that matter, scaled so that doubling every one of them is a distance of about 1. */
export function kernelPosition({ features }: NetworkKernel): Float64Array {
  return Float64Array.from(positionFeatures, (name) => 0.5 * Math.log1p(features[name] ?? 0));
}

/** Ridge regression towards equal weights of all sources and no constant. */
function fitWeights(rows: readonly Float64Array[], targets: readonly number[]): Float64Array {
  const size = (rows[0] as Float64Array).length;
  const prior = new Float64Array(size).fill(1 / (size - 1));
  prior[size - 1] = 0;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  rows.forEach((row, index) => {
    const rest = (targets[index] as number) - dot(prior, row);
    for (let i = 0; i < size; i++) {
      right[i] = (right[i] as number) + (row[i] as number) * rest;
      for (let j = 0; j < size; j++) {
        matrix[i * size + j] = (matrix[i * size + j] as number) + (row[i] as number) * (row[j] as number);
      }
    }
  });
  for (let i = 0; i < size; i++) {
    const strength = i === size - 1 ? ridge / 100 : ridge * rows.length;
    matrix[i * size + i] = (matrix[i * size + i] as number) + strength;
  }
  const change = solveSymmetric(matrix, size, right) ?? new Float64Array(size);
  return prior.map((value, index) => value + (change[index] as number));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + (value - (b[index] as number)) ** 2, 0);
}
