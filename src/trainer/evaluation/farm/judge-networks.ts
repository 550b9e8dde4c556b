import type { LeftOut } from '../../../graph/index.js';
import type { GiveWay } from '../../../platform/giving-way.js';
import type { Predictor } from '../../../predictor/index.js';
import type { ReleaseScenario } from '../../../predictor/releases/release.js';
import {
  meanErrorPercent,
  reportNetwork,
  OperatorSums,
  type ComparedNetwork,
  type NetworkReport,
  type OperatorReport,
} from './compare-networks.js';
import type { MeasuredGraph, MeasuredGraphs } from './measured-graphs.js';

/** A measured network that cannot be judged. */
export interface IncompleteNetwork {
  readonly name: string;
  readonly unknown: readonly LeftOut[];
}

/** What is said of measured networks that were predicted. */
export interface JudgedNetworks {
  /** By their names. */
  readonly networks: readonly NetworkReport[];
  readonly operators: readonly OperatorReport[];
  readonly meanErrorPercent: number;
  /** Share of the networks inside their intervals, percent; 0 for none. */
  readonly inIntervalPercent: number;
}

/** Measured networks beside what is predicted of them, and those of which not all is known. */
export interface ComparedNetworks {
  readonly compared: readonly ComparedNetwork[];
  readonly incomplete: readonly IncompleteNetwork[];
}

/** Predicts measured networks as they are. */
export async function compareNetworks(
  measured: readonly MeasuredGraph[],
  predictor: Predictor,
  { delegate }: ReleaseScenario,
  giveWay: GiveWay,
): Promise<ComparedNetworks> {
  const compared: ComparedNetwork[] = [];
  const incomplete: IncompleteNetwork[] = [];
  for (const each of measured) {
    const prediction = predictor.predict(each.graph);
    if (prediction.complete) compared.push({ measured: each, prediction, delegate });
    else incomplete.push({ name: each.name, unknown: prediction.unknown });
    await giveWay();
  }
  return { compared, incomplete };
}

/** Networks that were measured and that this program cannot describe, as networks of which nothing is known. */
export function undescribedNetworks({ undescribed }: MeasuredGraphs): IncompleteNetwork[] {
  return undescribed.map(({ name, reason }) => ({
    name,
    unknown: [{ operator: 'the whole network', count: 1, reason }],
  }));
}

/** What predictions of measured networks say together. */
export async function judgeNetworks(
  compared: readonly ComparedNetwork[],
  giveWay: GiveWay,
): Promise<JudgedNetworks> {
  const operators = new OperatorSums();
  for (const each of compared) {
    operators.add(each);
    await giveWay();
  }
  const networks = compared.map(reportNetwork).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const inside = networks.filter(({ inInterval }) => inInterval).length;
  return {
    networks,
    operators: operators.reports(),
    meanErrorPercent: meanErrorPercent(networks),
    inIntervalPercent: (100 * inside) / Math.max(1, networks.length),
  };
}
