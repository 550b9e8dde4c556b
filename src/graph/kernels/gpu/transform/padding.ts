import { removePreceding } from '../model/change-graph.js';
import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';
import type { TfliteView } from '../model/tflite-view.js';
import { axes, type ValueShape } from '../model/value-shape.js';
import { isAllZero } from '../parse/constants.js';
import { partnerOf } from './pairs.js';

const nothing: ValueShape = { batch: 0, height: 0, width: 0, channels: 0 };

/** `make_padding_from_concat`: a concatenation of a value and a constant of zeros pads the value. */
export function makePaddingFromConcat(graph: GpuGraph, view: TfliteView): void {
  for (const node of graph.nodes) {
    if (node.type !== 'concat' || node.inputs.length !== 2) continue;
    for (const [position, { producer, shape }] of node.inputs.entries()) {
      if (producer?.type !== 'const' || !isAllZero(view.tensor(producer.constantTensor))) continue;
      const { axis } = node;
      if (axis === undefined || axis === axes.batch) break;
      const amount: ValueShape = {
        batch: 0,
        height: axis === axes.height ? shape.height : 0,
        width: axis === axes.width ? shape.width : 0,
        channels: axis === axes.channels ? shape.channels : 0,
      };
      removePreceding(producer, node);
      node.type = 'pad';
      node.pad = {
        before: position === 0 ? amount : nothing,
        after: position === 0 ? nothing : amount,
        reflects: false,
      };
      break;
    }
  }
  graph.dropRemoved();
}

const padsItself = new Set(['convolution_2d', 'depthwise_convolution', 'pooling_2d']);

/**
 * `merge_padding_with_{convolution,pooling,depthwise}`: rows and columns of a PAD become the kernel's own padding. From the last PAD to the
 * first, so that one before another one is merged as well.
 */
export function mergePadding(graph: GpuGraph): void {
  for (const node of graph.nodes.toReversed()) {
    if (node.type !== 'pad' || !padsRowsAndColumns(node)) continue;
    const { pad } = node;
    const reader = partnerOf(node);
    if (pad === undefined || pad.reflects || reader?.window === undefined || !padsItself.has(reader.type))
      continue;
    removePreceding(node, reader);
    reader.window.top += pad.before.height;
    reader.window.bottom += pad.after.height;
    reader.window.left += pad.before.width;
    reader.window.right += pad.after.width;
  }
  graph.dropRemoved();
}

/**
 * `merge_padding` with an addition: channels appended behind whole slices of four need not be there for a sum of values, which skips what
 * a value has not.
 */
export function mergePaddingWithAdd(graph: GpuGraph): void {
  for (const node of graph.nodes) {
    if (node.type !== 'pad' || !appendsChannels(node)) continue;
    const [addition, ...others] = node.outputs[0]?.consumers ?? [];
    if (addition?.type !== 'add' || addition.operand !== undefined || others.length > 0) continue;
    removePreceding(node, addition);
  }
  graph.dropRemoved();
}

function padsRowsAndColumns({ pad }: GpuNode): boolean {
  return (
    pad !== undefined && pad.before.channels + pad.after.channels + pad.before.batch + pad.after.batch === 0
  );
}

function appendsChannels({ pad, inputs }: GpuNode): boolean {
  if (pad === undefined || pad.reflects || inputs.length !== 1) return false;
  if ((inputs[0]?.shape.channels ?? 1) % 4 !== 0) return false;
  const { before, after } = pad;
  const elsewhere = [
    before.batch,
    before.height,
    before.width,
    before.channels,
    after.batch,
    after.height,
    after.width,
  ];
  return elsewhere.every((amount) => amount === 0);
}
