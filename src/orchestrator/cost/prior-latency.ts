import { GraphError } from '../../graph/index.js';
import { answerByRates, type RateModel } from '../../predictor/rates/rate-model.js';
import { priorOf, type RatePrior } from '../../predictor/rates/rate-prior.js';
import { networkWork, workTargetOf } from '../../predictor/work/network-work.js';
import { workAsOf } from '../../predictor/work/work.js';
import type { SampleSpec } from '../../records/sample.js';
import { parseScenarioKey } from '../../records/scenario.js';
import { graphOfSpec, nominalSampleUs } from './nominal-latency.js';

/** What one inference of a sample may take on a phone on which nothing was measured, µs. A user's file needs its content, and is 0 without it. */
export type InferenceTimes = (spec: SampleSpec, content?: Uint8Array) => number;

/**
 * What phones have in common says of a scenario on a phone with such a GPU; of a network that its rates do not describe the nominal phone
 * says it. `undefined` for processors that the prior does not know.
 */
export function priorTimes(
  prior: RatePrior,
  scenarioKey: string,
  gpu: string | undefined,
): InferenceTimes | undefined {
  const scenario = parseScenarioKey(scenarioKey);
  const belief = scenario === undefined ? undefined : priorOf(prior, scenario);
  if (scenario === undefined || belief === undefined) return undefined;
  const target = workTargetOf(scenario, gpu ?? 'unknown');
  const model: RateModel = { belief, leftUnexplained: 0, scale: 1, coverage: 0.9 };
  return (spec, content) => {
    if (spec.kind === 'file' && content === undefined) return 0;
    try {
      return answerByRates(model, workAsOf(prior.version, networkWork(graphOfSpec(spec, content), target)))
        .us;
    } catch (error) {
      if (error instanceof GraphError) return nominalSampleUs(spec, content);
      throw error;
    }
  };
}
