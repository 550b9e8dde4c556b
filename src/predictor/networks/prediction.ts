import type { LeftOut } from '../../graph/index.js';
import { PredictorError } from '../errors.js';
import type { KernelSetPrediction } from '../kernels/kernel-set.js';
import type { FiniteUs } from '../totals/finite-us.js';
import { leftOutText } from './left-out-text.js';

/** What is predicted of one operation of a graph. */
export interface OperationPrediction {
  /** Index in the graph's operations; of a GPU kernel the first of its operations. */
  readonly index: number;
  /** TFLite's name; of a GPU kernel the delegate's, with all that is linked to it. */
  readonly operator: string;
  /** 0 where the source is `none`. */
  readonly predictedUs: FiniteUs;
  /**
   * As {@link KernelSetPrediction} says; or `fused`: the kernel of another operation does its work, and it takes no time of its own; or
   * `once`: it unpacks weights when the model is loaded and takes no time in a run; or `called`: what the subgraphs take that it
   * executes, each counted once; or `rates`: it was told from whole networks' times; or `none`: nothing is known of it.
   */
  readonly source: KernelSetPrediction['source'] | 'fused' | 'once' | 'called' | 'rates';
  /** Where its time lies with the coverage of the network's interval, µs: told with the source `rates` only. */
  readonly interval?: { readonly lowUs: FiniteUs; readonly highUs: FiniteUs };
  /** The operation whose kernel does the work of one that is fused. */
  readonly into?: number;
  /** Outside what was learned from: not to be trusted. */
  readonly extrapolated: boolean;
  /** How far outside, as {@link KernelSetPrediction} says; 0 inside. */
  readonly distance: number;
  /** This very configuration was among those learned from. */
  readonly measured: boolean;
  /** Kernels that are learned together with this one. */
  readonly kernelGroup: string;
  /** Why it is not counted, or not whole: with the sources `none` and `called` only. */
  readonly leftOut?: string;
}

/** The whole network was predicted: every operation that a run executes is in the number. */
export interface CompletePrediction {
  readonly complete: true;
  readonly unknown: readonly [];
  /** Operations and overhead, µs. */
  readonly totalUs: FiniteUs;
  readonly overheadUs: FiniteUs;
  /** Where the measured time lies with the calibration's coverage. */
  readonly interval: { readonly lowUs: FiniteUs; readonly highUs: FiniteUs; readonly coverage: number };
  readonly operations: readonly OperationPrediction[];
  /** Share of the total that was extrapolated, 0 to 1. */
  readonly extrapolatedShare: number;
}

/**
 * Some of what the network does is not in the number. There is no total and no interval: what is left out may take any time, and
 * may not run on the phone at all.
 */
export interface PartialPrediction {
  readonly complete: false;
  /** What is left out or not counted whole; never empty. */
  readonly unknown: readonly LeftOut[];
  /** What the known operations take with the overhead, µs; 0 where no operation is known. Not the time of the network. */
  readonly knownUs: FiniteUs;
  readonly operations: readonly OperationPrediction[];
}

/** What is predicted of a network. Which of the two it is has to be asked before there is a number to use. */
export type GraphPrediction = CompletePrediction | PartialPrediction;

/** The prediction, if it is of the whole network. Throws PREDICTION_INCOMPLETE, naming what is left out. */
export function wholePrediction(name: string, prediction: GraphPrediction): CompletePrediction {
  if (prediction.complete) return prediction;
  const { unknown } = prediction;
  throw new PredictorError(
    'PREDICTION_INCOMPLETE',
    `${name} is not known whole; left out: ${leftOutText(unknown)}`,
    { details: { unknown } },
  );
}
