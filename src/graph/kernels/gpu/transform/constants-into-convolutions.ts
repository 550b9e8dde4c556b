import { removeFollowing, removePreceding } from '../model/change-graph.js';
import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';
import { forEachPair } from './pairs.js';

const withWeights = new Set([
  'convolution_2d',
  'convolution_transposed',
  'depthwise_convolution',
  'fully_connected',
]);

/** `merge_convolution_with_{mul,add}`: a constant factor or summand behind a convolution goes into its weights or its bias. */
export function mergeConstantBehind(graph: GpuGraph, type: 'mul' | 'add'): void {
  forEachPair(graph, (first, second) => {
    if (second.type !== type || !isPerChannel(second)) return 'kept';
    if (!withWeights.has(first.type) || first.inputs.length !== 1) return 'kept';
    removeFollowing(second, first);
    return 'merged-into-first';
  });
}

/** `merge_mul_with_convolution`: a constant factor before a convolution goes into its weights. */
export function mergeFactorBefore(graph: GpuGraph): void {
  mergeBefore(graph, 'mul', ({ type }) => withWeights.has(type));
}

/** `merge_add_with_convolution`: a constant summand before an ungrouped convolution that pads nothing goes into its bias. */
export function mergeSummandBefore(graph: GpuGraph): void {
  mergeBefore(graph, 'add', ({ type, window }) => {
    if (type !== 'convolution_2d' || window?.groups !== 1) return false;
    return window.top === 0 && window.bottom === 0 && window.left === 0 && window.right === 0;
  });
}

function mergeBefore(graph: GpuGraph, type: string, takes: (convolution: GpuNode) => boolean): void {
  forEachPair(graph, (first, second) => {
    if (first.type !== type || !isPerChannel(first)) return 'kept';
    if (second.inputs.length !== 1 || !takes(second)) return 'kept';
    removePreceding(first, second);
    return 'merged-into-second';
  });
}

function isPerChannel({ operand }: GpuNode): boolean {
  return operand === 'scalar' || operand === 'linear';
}
