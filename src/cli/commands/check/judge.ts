import {
  comparePredictions,
  type PredictionComparison,
} from '../../../predictor/networks/compare-predictions.js';
import type { CompletePrediction, GraphPrediction } from '../../../predictor/index.js';
import type { LatencyLimit } from './limit.js';

/** A network as it is predicted, and who says so. */
export interface CheckedNetwork {
  readonly name: string;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly release: number;
  readonly prediction: GraphPrediction;
}

/** Whether a network may take what it takes, in one scenario. */
export interface Judgement {
  readonly verdict: 'passes' | 'too slow' | 'not known';
  /** Whether the verdict would be the same wherever in its interval the latency lies. */
  readonly sure: boolean;
  /** The most that it may take, µs; null where the network that it is compared with is not known whole. */
  readonly limitUs: number | null;
  readonly network: CheckedNetwork;
  readonly baseline?: CheckedNetwork;
  /** Absent where one of the two is not known whole. */
  readonly comparison?: PredictionComparison;
}

/** Judges a network by a limit; an increase needs the network that it is compared with. */
export function judge(network: CheckedNetwork, limit: LatencyLimit, baseline?: CheckedNetwork): Judgement {
  const after = network.prediction;
  const before = baseline?.prediction;
  const named = { network, ...(baseline !== undefined && { baseline }) };
  const comparison = after.complete && before?.complete ? comparePredictions(before, after) : undefined;
  const compared = comparison === undefined ? {} : { comparison };
  const limitUs = limitOf(limit, before);
  if (!after.complete || limitUs === null)
    return { verdict: 'not known', sure: false, limitUs, ...named, ...compared };
  const verdict = after.totalUs <= limitUs ? 'passes' : 'too slow';
  return { verdict, sure: isSure(after, limitUs, limit, comparison), limitUs, ...named, ...compared };
}

function limitOf(limit: LatencyLimit, before: GraphPrediction | undefined): number | null {
  if (limit.kind === 'latency') return limit.latencyUs;
  return before?.complete ? before.totalUs * (1 + limit.percent / 100) : null;
}

function isSure(
  { totalUs, interval }: CompletePrediction,
  limitUs: number,
  limit: LatencyLimit,
  comparison: PredictionComparison | undefined,
): boolean {
  if (limit.kind === 'latency' || comparison === undefined)
    return limitUs < interval.lowUs || limitUs >= interval.highUs;
  return Math.abs(totalUs - limitUs) >= comparison.doubtUs;
}
