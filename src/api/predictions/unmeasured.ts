import { configurationHash, describeGraph, type Graph } from '../../graph/index.js';
import type { GraphPrediction, OperationPrediction } from '../../predictor/index.js';

/** Configurations of a network of which too little is known, each once however often it occurs: what measuring by itself would teach. */
export interface Unmeasured {
  readonly configurations: number;
  /** Those among them of whose time nothing is known: they are in no sum. */
  readonly ofUnknownTime: number;
  /** What one inference of each of the others takes, as predicted, in all; microseconds. */
  readonly inferenceUs: number;
}

/** Sources that take no time of their own, or are counted elsewhere. */
const uncounted: readonly OperationPrediction['source'][] = ['fused', 'once', 'called'];
/** Sources that tell little of the very configuration. */
const guesses: readonly OperationPrediction['source'][] = ['none', 'fallback', 'pooled'];

/** Which configurations of a graph a prediction rests on guesses for. */
export function unmeasuredOf(graph: Graph, { operations }: GraphPrediction): Unmeasured {
  const wanted = operations.filter(
    ({ measured, extrapolated, source }) =>
      !measured && !uncounted.includes(source) && (extrapolated || guesses.includes(source)),
  );
  if (wanted.length === 0) return { configurations: 0, ofUnknownTime: 0, inferenceUs: 0 };
  const described = new Map(describeGraph(graph).operations.map((each) => [each.index, each.configuration]));
  const distinct = new Map<string, OperationPrediction>();
  for (const operation of wanted) {
    const configuration = described.get(operation.index);
    const key = configuration === undefined ? `at ${operation.index}` : configurationHash(configuration);
    distinct.set(key, operation);
  }
  const all = [...distinct.values()];
  const known = all.filter(({ source }) => source !== 'none');
  return {
    configurations: all.length,
    ofUnknownTime: all.length - known.length,
    inferenceUs: known.reduce((sum, { predictedUs }) => sum + predictedUs, 0),
  };
}
