import { buildArchitecture, builtForScenario, graphOfConfigurations, varyGraph } from '../../graph/index.js';
import type { Graph, OperationConfiguration, Variation } from '../../graph/index.js';
import { givingWay } from '../../platform/giving-way.js';
import type { Clock } from '../../platform/index.js';
import { isCodedError } from '../../platform/errors.js';
import { failureRow, predictionRow, type PredictionRow } from '../../predictor/networks/prediction-row.js';
import { refuseMisfit, type GraphPrediction, type ReleaseScenario } from '../../predictor/index.js';
import type { Answering } from '../../trainer/index.js';

/** A network as a caller names it: an architecture of `farm graph ls`, or the operations that it is made of. */
export type NetworkSpec =
  string | { readonly name: string; readonly operations: readonly OperationConfiguration[] };

/**
 * Predicts every network with every release. What is wrong with one network is told in its row, and the others go on. Other requests
 * are answered in between.
 */
export async function predictNetworks(
  networks: readonly NetworkSpec[],
  answering: readonly Answering[],
  clock: Clock,
): Promise<PredictionRow[]> {
  const rows: PredictionRow[] = [];
  const giveWay = givingWay(clock);
  for (const network of networks) {
    for (const each of answering) {
      rows.push(rowOf(network, each));
      await giveWay();
    }
  }
  return rows;
}

/** What is predicted of one network, or of what a variation makes of it. Throws GraphError and PredictorError for what is wrong with it. */
export function predictNetwork(
  network: NetworkSpec,
  { release, predictor }: Answering,
  variation: Variation = {},
): { readonly name: string; readonly graph: Graph; readonly prediction: GraphPrediction } {
  const name = nameOf(network);
  const graph = varyGraph(graphOf(network, release.scenario), variation);
  refuseMisfit(graph, name, release);
  return { name, graph, prediction: predictor.predict(graph) };
}

function rowOf(network: NetworkSpec, answering: Answering): PredictionRow {
  try {
    const { name, prediction } = predictNetwork(network, answering);
    return predictionRow(name, answering.release, prediction);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return failureRow(nameOf(network), answering.release, error);
  }
}

function nameOf(network: NetworkSpec): string {
  return typeof network === 'string' ? network : network.name;
}

/** A name is only ever that of an architecture: no caller has files here. */
function graphOf(network: NetworkSpec, scenario: ReleaseScenario): Graph {
  if (typeof network !== 'string') return graphOfConfigurations(network.operations, network.name);
  const precision = builtForScenario(scenario);
  return buildArchitecture(network, precision && { precision });
}
