import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';
import type { TfliteView } from '../model/tflite-view.js';
import { delegateChanges, type RuntimeVersion } from '../runtime-version.js';
import { mergeConstantBehind, mergeFactorBefore, mergeSummandBefore } from './constants-into-convolutions.js';
import { makeFullyConnected, mergeDensify, reduceGlobalPooling } from './kernels.js';
import {
  removeDegenerateUpsampling,
  removeIdentityReshape,
  removeIdentitySlice,
  removeSingleInputAdd,
  removeSingleInputConcat,
} from './no-operations.js';
import { makePaddingFromConcat, mergePadding, mergePaddingWithAdd } from './padding.js';
import { addQuantAdjustments } from './quantization.js';

/**
 * The rewriting of the graph that comes before kernels are chosen, in the delegate's own order
 * (`common/transformations/model_transformations.cc`, then `RunGraphTransformsForGpuModel`). A rewriting whose nodes the graph has none of
 * is left out.
 */
export function transform(graph: GpuGraph, view: TfliteView, version: RuntimeVersion): void {
  const { types, scalesBy, adds, sumsOfOne, joinsOfOne, rounds } = contentsOf(graph);
  if (rounds) addQuantAdjustments(graph);
  if (types.has('resize')) removeDegenerateUpsampling(graph);
  if (sumsOfOne) removeSingleInputAdd(graph);
  if (joinsOfOne) removeSingleInputConcat(graph);
  if (types.has('reshape')) removeIdentityReshape(graph);
  if (types.has('slice')) removeIdentitySlice(graph);
  if (types.has('const')) makePaddingFromConcat(graph, view);
  makeFullyConnected(graph, version >= delegateChanges.groupedFullyConnectedLeftAlone);
  if (types.has('densify')) mergeDensify(graph);
  const pads = types.has('pad') || types.has('const');
  if (pads) mergePadding(graph);
  if (scalesBy) mergeConstantBehind(graph, 'mul');
  if (adds) {
    mergeConstantBehind(graph, 'add');
    mergeSummandBefore(graph);
  }
  if (scalesBy) mergeFactorBefore(graph);
  if (pads) mergePaddingWithAdd(graph);
  if (types.has('pooling_2d')) reduceGlobalPooling(graph, { isAverage: (node) => isAverage(view, node) });
}

/** What a graph has that a rewriting could be for. */
interface GraphContents {
  readonly types: ReadonlySet<string>;
  /** A factor, a summand that is constant. */
  scalesBy: boolean;
  adds: boolean;
  sumsOfOne: boolean;
  joinsOfOne: boolean;
  /** A value of 8-bit integers. */
  readonly rounds: boolean;
}

function contentsOf(graph: GpuGraph): GraphContents {
  const types = new Set<string>();
  const contents: GraphContents = {
    types,
    scalesBy: false,
    adds: false,
    sumsOfOne: false,
    joinsOfOne: false,
    rounds: graph.values.some(({ quantized }) => quantized),
  };
  for (const { type, operand, inputs } of graph.nodes) {
    types.add(type);
    if (type === 'mul' && operand !== undefined) contents.scalesBy = true;
    if (type === 'add' && operand !== undefined) contents.adds = true;
    if (type === 'add' && operand === undefined && inputs.length === 1) contents.sumsOfOne = true;
    if (type === 'concat' && inputs.length === 1) contents.joinsOfOne = true;
  }
  return contents;
}

function isAverage({ graph }: TfliteView, { operationIndices }: GpuNode): boolean {
  return graph.operations[operationIndices[0] ?? -1]?.operator === 'AVERAGE_POOL_2D';
}
