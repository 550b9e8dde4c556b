import { removePreceding } from '../model/change-graph.js';
import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';
import { axes } from '../model/value-shape.js';

/** `make_fully_connected_from_convolution`: a 1×1 convolution of a value without extent in space. */
export function makeFullyConnected(graph: GpuGraph, groupsAreLeftAlone: boolean): void {
  for (const node of graph.nodes) {
    if (node.type !== 'convolution_2d' || node.inputs.length !== 1) continue;
    const shape = node.inputs[0]?.shape;
    if (shape?.height !== 1 || shape.width !== 1 || !isPointwise(node)) continue;
    if (groupsAreLeftAlone && node.window?.groups !== 1) continue;
    node.type = 'fully_connected';
  }
}

function isPointwise({ window }: GpuNode): boolean {
  if (window === undefined) return false;
  const { top, bottom, left, right } = window;
  return (
    window.kernelHeight === 1 &&
    window.kernelWidth === 1 &&
    window.strideHeight === 1 &&
    window.strideWidth === 1 &&
    window.dilationHeight === 1 &&
    window.dilationWidth === 1 &&
    top === 0 &&
    bottom === 0 &&
    left === 0 &&
    right === 0
  );
}

/** `merge_densify`: sparse weights, unpacked from float16 or not, become those of the convolution that reads them. */
export function mergeDensify(graph: GpuGraph): void {
  for (const node of graph.nodes) {
    if (node.type !== 'convolution_2d' && node.type !== 'depthwise_convolution') continue;
    const producer = node.inputs[1]?.producer;
    if (node.inputs.length !== 2 || producer === undefined) continue;
    const unpacked = producer.type === 'quantize_and_dequantize';
    const densify = unpacked ? producer.inputs[0]?.producer : producer;
    if (densify?.type !== 'densify') continue;
    if (unpacked) removePreceding(producer, node);
    removePreceding(densify, node);
  }
  graph.dropRemoved();
}

/** `global pooling to mean`: an average over the whole map. */
export function reduceGlobalPooling(graph: GpuGraph, view: { isAverage(node: GpuNode): boolean }): void {
  for (const node of graph.nodes) {
    if (node.type !== 'pooling_2d' || node.outputs.length !== 1 || !view.isAverage(node)) continue;
    const { window } = node;
    const [input, output] = [node.inputs[0]?.shape, node.outputs[0]?.shape];
    if (window === undefined || input === undefined || output?.height !== 1 || output.width !== 1) continue;
    const { top, bottom, left, right } = window;
    const whole = window.kernelHeight === input.height && window.kernelWidth === input.width;
    if (!whole || top !== 0 || bottom !== 0 || left !== 0 || right !== 0) continue;
    node.type = 'mean';
    node.window = undefined;
    node.axisSet = axes.height | axes.width;
  }
}
