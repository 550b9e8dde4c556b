import { bypass, bypassKeepingOutput, removeFollowing } from '../model/change-graph.js';
import type { GpuGraph, GpuNode, GpuValue } from '../model/gpu-graph.js';
import { sameShape, type ValueShape } from '../model/value-shape.js';
import { forEachPair } from './pairs.js';

/** `remove_degenerate_upsampling`: a RESIZE to the size that is there. */
export function removeDegenerateUpsampling(graph: GpuGraph): void {
  removeSecond(graph, ({ type, inputs, outputs }) => type === 'resize' && keepsShape(inputs, outputs));
}

/** `remove_single_input_add`: a sum of one value and nothing else. */
export function removeSingleInputAdd(graph: GpuGraph): void {
  removeSecond(graph, ({ type, operand }) => type === 'add' && operand === undefined);
}

/** `remove_single_input_concat`. */
export function removeSingleInputConcat(graph: GpuGraph): void {
  removeSecond(graph, ({ type }) => type === 'concat');
}

/** `remove_identity_reshape`: to the shape that is there, unless the network returns it. */
export function removeIdentityReshape(graph: GpuGraph): void {
  for (const node of graph.nodes) {
    if (
      node.type === 'reshape' &&
      keepsShape(node.inputs, node.outputs) &&
      node.outputs[0]?.isOutput === false
    ) {
      bypass(node);
    }
  }
  graph.dropRemoved();
}

/** `remove_identity_strided_slice`: one that takes the whole value. */
export function removeIdentitySlice(graph: GpuGraph): void {
  for (const node of graph.nodes) {
    if (node.type === 'slice' && takesAll(node)) removeSlice(node);
  }
  graph.dropRemoved();
}

function removeSlice(node: GpuNode): void {
  const [input] = node.inputs as [GpuValue];
  if (node.outputs[0]?.isOutput !== true) bypass(node);
  else if (input.producer !== undefined && input.consumers.length === 1) bypassKeepingOutput(node);
}

function takesAll({ inputs, outputs, bounds }: GpuNode): boolean {
  if (bounds === undefined || !keepsShape(inputs, outputs)) return false;
  const { start, end, stride } = bounds;
  const output = (outputs[0] as GpuValue).shape;
  return isAll(start, 0) && isAll(stride, 1) && sameShape(end, output);
}

function isAll({ batch, height, width, channels }: ValueShape, size: number): boolean {
  return batch === size && height === size && width === size && channels === size;
}

function removeSecond(graph: GpuGraph, isIdle: (node: GpuNode) => boolean): void {
  forEachPair(graph, (first, second) => {
    if (!isIdle(second)) return 'kept';
    removeFollowing(second, first);
    return 'merged-into-first';
  });
}

function keepsShape(inputs: readonly GpuValue[], outputs: readonly GpuValue[]): boolean {
  const [input, ...others] = inputs;
  const [output] = outputs;
  return (
    input !== undefined && output !== undefined && others.length === 0 && sameShape(input.shape, output.shape)
  );
}
