import { describeGraph } from '../../../graph/index.js';
import type { CompletePrediction, OperationPrediction } from '../../../predictor/index.js';
import { builtinGroup } from '../../../predictor/features/cpu-kernels.js';
import type { ReleaseScenario } from '../../../predictor/releases/release.js';
import type { MeasuredGraph } from './measured-graphs.js';

/** A network's prediction beside its measurement. Errors are relative to the measurement, positive when predicted too long. */
export interface NetworkReport {
  readonly name: string;
  readonly measuredUs: number;
  readonly predictedUs: number;
  readonly errorPercent: number;
  /** Where the measured time is expected with `coverage`. */
  readonly interval: CompletePrediction['interval'];
  /** Whether it lies there. */
  readonly inInterval: boolean;
  /** Share of the prediction that lies outside what was learned from, 0 to 1. */
  readonly extrapolatedShare: number;
  /** Verdicts of the runs that were measured. */
  readonly verdicts: readonly string[];
}

/** What the operations of one type take in a network or in several, measured and predicted. */
export interface OperatorReport {
  readonly operator: string;
  readonly count: number;
  readonly measuredUs: number;
  readonly predictedUs: number;
  readonly errorPercent: number;
  /** Of the measured time of all operations, 0 to 1. */
  readonly shareOfTime: number;
  /** Why it is off, where that is known; empty otherwise. */
  readonly note: string;
}

/** A network that was predicted whole, and measured. */
export interface ComparedNetwork {
  readonly measured: MeasuredGraph;
  readonly prediction: CompletePrediction;
  /** What executed it. */
  readonly delegate: ReleaseScenario['delegate'];
}

export function reportNetwork({
  measured,
  prediction,
}: Pick<ComparedNetwork, 'measured' | 'prediction'>): NetworkReport {
  const { name, inferenceUs: measuredUs, verdicts } = measured;
  const { totalUs: predictedUs, interval, extrapolatedShare } = prediction;
  return {
    name,
    measuredUs,
    predictedUs,
    errorPercent: errorPercent(measuredUs, predictedUs),
    interval,
    inInterval: measuredUs >= interval.lowUs && measuredUs <= interval.highUs,
    extrapolatedShare,
    verdicts,
  };
}

interface OperatorSum {
  count: number;
  measuredUs: number;
  predictedUs: number;
  extrapolatedUs: number;
  /** Of the predicted time, by what it was predicted by. */
  readonly usBySource: Map<OperationPrediction['source'], number>;
  /** How many are done once, when the model is loaded. */
  onceCount: number;
  /** Some of it runs in TFLite's built-in kernels. */
  isBuiltin: boolean;
}

/** The operations of all networks by operator, those that take longest first. */
export function reportOperators(networks: readonly ComparedNetwork[]): OperatorReport[] {
  const sums = new OperatorSums();
  for (const network of networks) sums.add(network);
  return sums.reports();
}

/** Operations by operator, network after network. Those that only unpack weights stand apart. */
export class OperatorSums {
  readonly #sums = new Map<string, OperatorSum>();

  add({ measured, prediction, delegate }: ComparedNetwork): void {
    const predictions = new Map(prediction.operations.map((each) => [each.index, each]));
    for (const { index, operator, unpacksWeights } of describeGraph(measured.graph).operations) {
      const name = unpacksWeights ? `${operator} of weights` : operator;
      let sum = this.#sums.get(name);
      if (sum === undefined) this.#sums.set(name, (sum = emptySum()));
      sum.count++;
      sum.measuredUs += measured.operationUs.get(index) ?? 0;
      const predicted = predictions.get(index);
      if (predicted === undefined) continue;
      sum.predictedUs += predicted.predictedUs;
      if (predicted.extrapolated) sum.extrapolatedUs += predicted.predictedUs;
      const { source, predictedUs } = predicted;
      sum.usBySource.set(source, (sum.usBySource.get(source) ?? 0) + predictedUs);
      if (source === 'once') sum.onceCount++;
      sum.isBuiltin ||= delegate === 'builtin' || predicted.kernelGroup === builtinGroup(operator);
    }
  }

  /** Those that take longest first. */
  reports(): OperatorReport[] {
    const sums = [...this.#sums];
    const allUs = sums.reduce((total, [, { measuredUs }]) => total + measuredUs, 0);
    return sums
      .map(([operator, sum]) => ({
        operator,
        count: sum.count,
        measuredUs: sum.measuredUs,
        predictedUs: sum.predictedUs,
        errorPercent: errorPercent(sum.measuredUs, sum.predictedUs),
        shareOfTime: allUs === 0 ? 0 : sum.measuredUs / allUs,
        note: noteOf(operator, sum),
      }))
      .toSorted((a, b) => b.measuredUs - a.measuredUs);
  }
}

/** Mean of the errors' sizes, in percent; 0 for no networks. */
export function meanErrorPercent(networks: readonly { readonly errorPercent: number }[]): number {
  const sum = networks.reduce((total, { errorPercent: error }) => total + Math.abs(error), 0);
  return networks.length === 0 ? 0 : sum / networks.length;
}

/** From this share of the predicted time on, what is less sure of it is worth telling. */
const worthTelling = 0.2;

function noteOf(operator: string, sum: OperatorSum): string {
  const { predictedUs, measuredUs, extrapolatedUs, usBySource, onceCount, count, isBuiltin } = sum;
  if (onceCount === count)
    return 'done once, when the model is loaded: what is measured is looking whether it is done';
  const parts = [
    [usBySource.get('fallback') ?? 0, 'never measured by itself: guessed from its work and bytes'],
    [usBySource.get('pooled') ?? 0, 'measured too seldom for a predictor of its own'],
    [extrapolatedUs, 'outside what was measured'],
  ] as const;
  const told = parts.find(([us]) => predictedUs > 0 && us > worthTelling * predictedUs);
  if (told !== undefined) {
    const [us, reason] = told;
    return us === predictedUs && us !== extrapolatedUs
      ? reason
      : `${((100 * us) / predictedUs).toFixed(0)} % of it ${reason}`;
  }
  return signDependent.has(operator) && isBuiltin && predictedUs > measuredUs
    ? 'branches on signs: random inputs, as it is measured by itself, take longest'
    : '';
}

/** Whose built-in kernel takes other time for other values (docs/guides/predictors.md). */
const signDependent = new Set(['RELU']);

function emptySum(): OperatorSum {
  return {
    ...{ count: 0, onceCount: 0, measuredUs: 0, predictedUs: 0, extrapolatedUs: 0 },
    ...{ usBySource: new Map(), isBuiltin: false },
  };
}

function errorPercent(measuredUs: number, predictedUs: number): number {
  return measuredUs === 0 ? 0 : ((predictedUs - measuredUs) / measuredUs) * 100;
}
