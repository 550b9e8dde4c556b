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
import { makePaddingFromConcat, mergePaddingInto, mergePaddingWithAdd } from './padding.js';
import { addQuantAdjustments } from './quantization.js';

/**
 * The rewriting of the graph that comes before kernels are chosen, in the delegate's own order
 * (`common/transformations/model_transformations.cc`, then `RunGraphTransformsForGpuModel`). A rewriting whose nodes the graph has none of
 * is left out.
 */
export function transform(graph: GpuGraph, view: TfliteView, version: RuntimeVersion): void {
  const has = presence(graph);
  if (graph.values.some(({ quantized }) => quantized)) addQuantAdjustments(graph);
  if (has('resize')) removeDegenerateUpsampling(graph);
  if (has('add')) removeSingleInputAdd(graph);
  if (has('concat')) removeSingleInputConcat(graph);
  if (has('reshape')) removeIdentityReshape(graph);
  if (has('slice')) removeIdentitySlice(graph);
  if (has('const')) makePaddingFromConcat(graph, view);
  makeFullyConnected(graph, version >= delegateChanges.groupedFullyConnectedLeftAlone);
  if (has('densify')) mergeDensify(graph);
  if (has('pad') || has('const')) {
    mergePaddingInto(graph, 'convolution_2d');
    mergePaddingInto(graph, 'pooling_2d');
    mergePaddingInto(graph, 'depthwise_convolution');
  }
  if (has('mul')) mergeConstantBehind(graph, 'mul');
  if (has('add')) {
    mergeConstantBehind(graph, 'add');
    mergeSummandBefore(graph);
  }
  if (has('mul')) mergeFactorBefore(graph);
  if (has('pad') || has('const')) mergePaddingWithAdd(graph);
  if (has('pooling_2d')) reduceGlobalPooling(graph, { isAverage: (node) => isAverage(view, node) });
}

function presence(graph: GpuGraph): (type: string) => boolean {
  const types = new Set<string>();
  for (const { type } of graph.nodes) types.add(type);
  return (type) => types.has(type);
}

function isAverage({ graph }: TfliteView, { operationIndices }: GpuNode): boolean {
  return graph.operations[operationIndices[0] ?? -1]?.operator === 'AVERAGE_POOL_2D';
}
