import { addConsumer, replaceInput, setProducer } from '../model/change-graph.js';
import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';

/**
 * `add_quant_adjustments`: a node that imitates the rounding of int8 behind each node that writes such a value for others to read.
 */
export function addQuantAdjustments(graph: GpuGraph): void {
  const nodes: GpuNode[] = [];
  for (const node of graph.nodes) {
    nodes.push(node);
    if (node.type === 'quantize_and_dequantize') continue;
    const place = nodes.length;
    for (const value of node.outputs) {
      if (!value.quantized || value.consumers.length === 0) continue;
      const rounding = graph.newUnplacedNode('quantize_and_dequantize', node.operationIndices[0] ?? 0);
      nodes.splice(place, 0, rounding);
      const rounded = graph.newValue(value.shape);
      setProducer(rounding, rounded);
      for (const consumer of [...value.consumers]) replaceInput(consumer, value, rounded);
      addConsumer(rounding, value);
      value.quantized = false;
    }
  }
  graph.nodes = nodes;
}
