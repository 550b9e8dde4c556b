import type { Graph } from '../../graph/index.js';
import { placed } from './kernel-answer.js';
import type { GraphPrediction, OperationPrediction } from './prediction.js';
import { finiteUs, type FiniteUs } from '../totals/finite-us.js';
import {
  kernelsOfNetwork,
  workOfKernels,
  type KernelsOfNetwork,
  type WorkTarget,
} from '../work/network-work.js';
import type { Work } from '../work/work.js';
import type { NetworkAnswer, NetworkRates } from '../rates/network-rates.js';

/** From this share of its time on that rests on kinds of work that were never measured, a kernel counts as extrapolated. */
const muchUnmeasured = 0.1;

/** What rates say of a network: its time, and of every kernel its share with an interval of its own. */
export function predictByRates(rates: NetworkRates, graph: Graph, target: WorkTarget): GraphPrediction {
  const network = kernelsOfNetwork(graph, target);
  const { kernels, unknown } = network;
  const work = workOfKernels(network);
  const answer = rates.answering(Object.keys(work));
  const operations = operationsByRates(answer, network, graph);
  const { us, lowUs, highUs, unmeasuredShare } = answer(work);
  const totalUs = usOf(us);
  if (unknown.length > 0) {
    return { complete: false, unknown, knownUs: usOf(kernels.length === 0 ? 0 : us), operations };
  }
  const sumUs = operations.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
  return {
    complete: true,
    unknown: [],
    totalUs,
    overheadUs: usOf(Math.max(0, us - sumUs)),
    interval: { lowUs: usOf(lowUs), highUs: usOf(highUs), coverage: rates.facts.coverage },
    operations,
    extrapolatedShare: unmeasuredShare,
  };
}

function operationsByRates(
  answer: (work: Work) => NetworkAnswer,
  { kernels, absent }: KernelsOfNetwork,
  graph: Graph,
): OperationPrediction[] {
  const timed = kernels.map(({ operationIndex, operator, work }): OperationPrediction => {
    const { us, lowUs, highUs, unmeasuredShare } = answer(work);
    return {
      index: operationIndex,
      operator,
      kernelGroup: operator,
      predictedUs: usOf(us),
      interval: { lowUs: usOf(lowUs), highUs: usOf(highUs) },
      source: 'rates',
      extrapolated: unmeasuredShare > muchUnmeasured,
      distance: 0,
      measured: false,
    };
  });
  const untimed = absent.map(({ operationIndex: index, reason, into }) => {
    const operator = graph.operations[index]?.operator ?? '';
    const source = reason === 'fused' ? ('fused' as const) : ('once' as const);
    const nothing = { predictedUs: usOf(0), extrapolated: false, distance: 0, measured: true };
    return placed({ ...nothing, kernelGroup: operator, source }, index, operator, into);
  });
  return [...timed, ...untimed].sort((a, b) => a.index - b.index);
}

function usOf(us: number): FiniteUs {
  return finiteUs(us, 'the network');
}
