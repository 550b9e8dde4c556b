import type { Random } from '../random/random.js';
import { readRow } from '../model/feature-table.js';
import {
  weightedMean,
  weightsOf,
  type FittedModel,
  type Learner,
  type TrainingProblem,
} from '../model/learner.js';
import { requireFloats, requireIndices, requireNumber, type ModelDocument } from '../model/model-document.js';
import { shuffledIndices } from '../random/shuffled-indices.js';
import { standardInputs, StandardInputs } from './standard-inputs.js';

export interface NeuralNetworkOptions {
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchRows: number;
  readonly learningRate: number;
  /** Share by which weights shrink with every step, times the learning rate. */
  readonly decay: number;
}

/**
 * A small multilayer perceptron of tanh units under squared error, trained with Adam (Kingma and Ba 2015) at a learning rate that falls
 * to 0. Meant for targets of the size of 1: logarithms.
 */
export function neuralNetwork(options: NeuralNetworkOptions): Learner<NeuralNetworkModel> {
  return { name: 'mlp', fit: (problem, random) => fitNetwork(problem, options, random) };
}

function fitNetwork(
  problem: TrainingProblem,
  options: NeuralNetworkOptions,
  random: Random,
): NeuralNetworkModel {
  const { rowCount, columns } = problem.table;
  const weights = weightsOf(problem);
  const mean = weightedMean(problem.target, weights);
  const inputs = standardInputs(problem.table);
  const sizes = Int32Array.from([inputs.count, ...options.hidden, 1]);
  const network = new NeuralNetworkModel(inputs, sizes, initialParameters(sizes, random), mean);
  const trainer = new AdamTrainer(network, options, Math.ceil(rowCount / options.batchRows) * options.epochs);
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / rowCount;
  const row = new Float64Array(columns.length);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffledIndices(rowCount, random);
    for (let begin = 0; begin < rowCount; begin += options.batchRows) {
      const batch = order.subarray(begin, begin + options.batchRows);
      for (const index of batch) {
        readRow(problem.table, index, row);
        const share = (weights[index] as number) / meanWeight / batch.length;
        trainer.addGradient(row, problem.target[index] as number, share);
      }
      trainer.step();
    }
  }
  return network;
}

/** Uniform within ±√(6 / (inputs + outputs)) of each layer, biases 0 (Glorot and Bengio 2010). */
function initialParameters(sizes: Int32Array, random: Random): Float64Array {
  const parameters = new Float64Array(parameterCount(sizes));
  let place = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const [before, after] = [sizes[layer - 1] as number, sizes[layer] as number];
    const bound = Math.sqrt(6 / (before + after));
    for (let index = 0; index < before * after; index++)
      parameters[place + index] = random.uniform(-bound, bound);
    place += (before + 1) * after;
  }
  return parameters;
}

/** A layer's weights, unit by unit, and then its biases; layer after layer. */
function parameterCount(sizes: Int32Array): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++)
    count += ((sizes[layer - 1] as number) + 1) * (sizes[layer] as number);
  return count;
}

/** tanh layers and a linear output. */
export class NeuralNetworkModel implements FittedModel {
  static readonly kind = 'neural-network';
  /** Outputs of each layer for the row at hand, the inputs first. */
  readonly activations: readonly Float64Array[];

  constructor(
    readonly inputs: StandardInputs,
    readonly sizes: Int32Array,
    readonly parameters: Float64Array,
    private readonly mean: number,
  ) {
    this.activations = Array.from(sizes, (size) => new Float64Array(size));
  }

  predictRow(row: Float64Array): number {
    const { sizes, parameters, activations } = this;
    this.inputs.read(row, activations[0] as Float64Array);
    let place = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const before = activations[layer - 1] as Float64Array;
      const after = activations[layer] as Float64Array;
      const biases = place + before.length * after.length;
      for (let unit = 0; unit < after.length; unit++) {
        let sum = parameters[biases + unit] as number;
        for (let input = 0; input < before.length; input++, place++) {
          sum += (parameters[place] as number) * (before[input] as number);
        }
        after[unit] = layer === sizes.length - 1 ? sum : Math.tanh(sum);
      }
      place = biases + after.length;
    }
    return this.mean + ((activations.at(-1) as Float64Array)[0] as number);
  }

  toDocument(): ModelDocument {
    const { sizes, parameters } = this;
    const arrays = { ...this.inputs.toArrays(), sizes, parameters };
    return { kind: NeuralNetworkModel.kind, scalars: { mean: this.mean }, arrays, children: {} };
  }

  /** Throws PREDICTOR_FILE_INVALID when the layers do not fit the inputs and parameters. */
  static fromDocument(document: ModelDocument, featureCount: number): NeuralNetworkModel {
    const inputs = StandardInputs.fromDocument(document, featureCount);
    const hidden = requireIndices(document, 'sizes', 0, 10_000).slice(1, -1);
    const sizes = Int32Array.from([inputs.count, ...hidden, 1]);
    requireIndices(document, 'sizes', 0, 10_000, sizes.length);
    const parameters = requireFloats(document, 'parameters', parameterCount(sizes));
    return new NeuralNetworkModel(inputs, sizes, parameters, requireNumber(document, 'mean'));
  }
}

const firstMomentDecay = 0.9;
const secondMomentDecay = 0.999;

/** Adds up gradients of squared error by backpropagation and takes Adam's steps. */
class AdamTrainer {
  private readonly gradient: Float64Array;
  private readonly firstMoment: Float64Array;
  private readonly secondMoment: Float64Array;
  private readonly deltas: readonly Float64Array[];
  private steps = 0;

  constructor(
    private readonly network: NeuralNetworkModel,
    private readonly options: NeuralNetworkOptions,
    private readonly totalSteps: number,
  ) {
    const count = network.parameters.length;
    this.gradient = new Float64Array(count);
    this.firstMoment = new Float64Array(count);
    this.secondMoment = new Float64Array(count);
    this.deltas = Array.from(network.sizes, (size) => new Float64Array(size));
  }

  /** Adds the gradient of share · ½ (prediction − target)². */
  addGradient(row: Float64Array, target: number, share: number): void {
    const { sizes, parameters, activations } = this.network;
    const error = this.network.predictRow(row) - target;
    (this.deltas.at(-1) as Float64Array)[0] = share * error;
    let end = parameters.length;
    for (let layer = sizes.length - 1; layer > 0; layer--) {
      const before = activations[layer - 1] as Float64Array;
      const delta = this.deltas[layer] as Float64Array;
      const biases = end - delta.length;
      const begin = biases - before.length * delta.length;
      this.addLayer(before, delta, this.deltas[layer - 1] as Float64Array, begin, biases);
      end = begin;
    }
  }

  /** Gradients of one layer, and the error that its inputs are to blame for. */
  private addLayer(
    before: Float64Array,
    delta: Float64Array,
    blame: Float64Array,
    begin: number,
    biases: number,
  ): void {
    const { parameters } = this.network;
    blame.fill(0);
    let place = begin;
    for (let unit = 0; unit < delta.length; unit++) {
      const own = delta[unit] as number;
      this.gradient[biases + unit] = (this.gradient[biases + unit] as number) + own;
      for (let input = 0; input < before.length; input++, place++) {
        this.gradient[place] = (this.gradient[place] as number) + own * (before[input] as number);
        blame[input] = (blame[input] as number) + own * (parameters[place] as number);
      }
    }
    for (let input = 0; input < before.length; input++) {
      blame[input] = (blame[input] as number) * (1 - (before[input] as number) ** 2);
    }
  }

  step(): void {
    const { parameters } = this.network;
    const { gradient, firstMoment, secondMoment, options } = this;
    const rate = options.learningRate * (1 - this.steps / this.totalSteps);
    this.steps++;
    const firstCorrection = 1 - firstMomentDecay ** this.steps;
    const secondCorrection = 1 - secondMomentDecay ** this.steps;
    for (let index = 0; index < parameters.length; index++) {
      const slope = gradient[index] as number;
      const first = firstMomentDecay * (firstMoment[index] as number) + (1 - firstMomentDecay) * slope;
      const second =
        secondMomentDecay * (secondMoment[index] as number) + (1 - secondMomentDecay) * slope * slope;
      firstMoment[index] = first;
      secondMoment[index] = second;
      const move = first / firstCorrection / (Math.sqrt(second / secondCorrection) + 1e-8);
      const value = parameters[index] as number;
      parameters[index] = value - rate * (move + options.decay * value);
      gradient[index] = 0;
    }
  }
}
