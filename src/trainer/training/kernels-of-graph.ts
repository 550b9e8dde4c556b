import type { Graph } from '../../graph/index.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { isTimed } from '../../predictor/networks/add-up.js';
import { createPredictor } from '../../predictor/networks/predictor.js';
import type { ReleaseScenario } from '../../predictor/releases/release.js';
import { unknownCalibration, type KernelUncertainty } from '../../predictor/totals/intervals.js';
import { noOverhead } from '../../predictor/totals/overhead.js';

/** A kernel of a network of which nothing but the whole was timed. */
export interface PredictedKernel extends KernelUncertainty {
  readonly kernelGroup: string;
  readonly predictedUs: number;
}

/** What a set of predictors says of the kernels of graphs; `undefined` of one that it does not know whole. */
export type KernelsOfGraph = (kernels: KernelSet) => (graph: Graph) => readonly PredictedKernel[] | undefined;

/** Kernels of graphs as releases of a scenario predict them; `gpu` as releases have it. */
export function kernelsOfGraphs(scenario: ReleaseScenario, gpu?: string): KernelsOfGraph {
  return ({ predictors }) => {
    const predictor = createPredictor({
      ...{ id: '', deviceModel: '', scenarioKey: '', version: 1 },
      ...{ scenario, predictors, overhead: noOverhead, calibration: unknownCalibration },
      ...(gpu !== undefined && { gpu }),
    });
    return (graph) => {
      const { complete, operations } = predictor.predict(graph);
      return complete ? operations.filter(isTimed) : undefined;
    };
  };
}
