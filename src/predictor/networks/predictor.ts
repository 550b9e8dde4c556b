import type { Graph } from '../../graph/index.js';
import { knownExecutor } from '../../graph/precision/delegates.js';
import { isWinogradTransform } from '../../graph/kernels/index.js';
import { workTargetOf } from '../work/network-work.js';
import { predictByRates } from './rate-predictions.js';
import type { LoadedRelease } from '../releases/release.js';
import { KernelSet } from '../kernels/kernel-set.js';
import { addUp } from './add-up.js';
import { CpuAnswers } from './cpu-answers.js';
import { FollowedAnswers } from './followed-answers.js';
import { GpuAnswers } from './gpu-answers.js';
import type { GraphPrediction } from './prediction.js';

export interface Predictor {
  predict(graph: Graph): GraphPrediction;
}

export interface PredictorOptions {
  /** The phone's GPU, for scenarios of the GPU delegate: `adreno640`. It decides which kernels are run. The release's by default. */
  readonly gpu?: string;
}

/**
 * Makes the predictor of a release. It holds no connection and may be used for as long as wanted. What it said of an operation
 * configuration it says again without computing, because the networks of a search space are made of the same operations.
 */
export function createPredictor(
  release: LoadedRelease,
  { gpu = release.gpu ?? 'unknown' }: PredictorOptions = {},
): Predictor {
  const { rates } = release;
  const { runtimeVersion } = release.scenario;
  const delegate = knownExecutor(release.scenario.delegate);
  if (rates !== undefined) {
    const target = workTargetOf(release.scenario, rates.facts.gpu ?? gpu);
    return { predict: (graph) => predictByRates(rates, graph, target) };
  }
  const kernels = new KernelSet(release.predictors);
  if (delegate === 'gpu') {
    const knowsTransforms = release.predictors.some(({ facts }) => isWinogradTransform(facts.kernelGroup));
    const answers = new GpuAnswers(kernels, { gpu, runtimeVersion }, knowsTransforms);
    return {
      predict: (graph) => {
        const { operations, unknown } = answers.of(graph);
        return addUp(release, operations, unknown);
      },
    };
  }
  const answers = new CpuAnswers(kernels, { delegate, runtimeVersion });
  return {
    predict: (graph) => {
      const followed = new FollowedAnswers(graph, (each) => answers.of(each));
      return addUp(release, followed.of(graph), followed.leftOut());
    },
  };
}
