import type { GpuNode, GpuValue } from '../model/gpu-graph.js';
import { sameShape, type ValueShape } from '../model/value-shape.js';

/** Operations of one value that work element by element and have a kernel on the GPU. */
const unary = new Set([
  'abs',
  'copy',
  'cos',
  'elu',
  'exp',
  'gelu',
  'hard_swish',
  'log',
  'neg',
  'rsqrt',
  'sigmoid',
  'sign',
  'sin',
  'sqrt',
  'square',
  'tanh',
]);
/** Those that are linkable whatever the shapes. */
const alwaysLinkable = new Set(['cast', 'prelu', 'quantize_and_dequantize', 'relu']);
const binary = new Set([
  'div',
  'equal',
  'greater',
  'greater_equal',
  'less',
  'less_equal',
  'logical_and',
  'maximum',
  'minimum',
  'mul',
  'not_equal',
  'pow',
  'squared_diff',
  'subtract',
]);

/** How a node that works element by element can be linked; `undefined` for nodes that do not. */
export interface ElementwiseKind {
  readonly linkable: boolean;
  /** As {@link Launch.elementwiseInputs} says. */
  readonly inputs: number;
}

const linkable: ElementwiseKind = { linkable: true, inputs: 1 };
const linkablePair: ElementwiseKind = { linkable: true, inputs: 2 };
const alone: ElementwiseKind = { linkable: false, inputs: 1 };

/**
 * What the delegate makes of an elementwise node that reads `inputs` in this order (`GPUOperationFromNode`): an operation whose first value does not
 * have the result's shape is a kernel of its own, and so links to nothing; a sum does where its channels are fewer.
 */
export function elementwiseKind(node: GpuNode, inputs: readonly GpuValue[]): ElementwiseKind | undefined {
  const { type } = node;
  if (alwaysLinkable.has(type)) return linkable;
  const isBinary = binary.has(type);
  if (!isBinary && type !== 'add' && !unary.has(type)) return undefined;
  const [first, second] = inputs;
  const output = node.outputs[0]?.shape;
  if (first === undefined || output === undefined) return undefined;
  if (type === 'add') return sumKind(inputs, output);
  if (!sameShape(first.shape, output)) return alone;
  return isBinary && second !== undefined ? pairKind(second.shape) : linkable;
}

function sumKind(inputs: readonly GpuValue[], output: ValueShape): ElementwiseKind {
  const [first, second, ...others] = inputs as [GpuValue, ...GpuValue[]];
  if (second === undefined) return linkable;
  const { channels } = second.shape;
  if (others.length === 0 && (first.shape.channels === channels || channels === 1))
    return pairKind(second.shape);
  return first.shape.channels === output.channels ? linkable : alone;
}

/** A second value that is broadcast is read where it stands, and the pair then counts as one input (`CreateGpuOperation`). */
function pairKind({ height, width, channels }: ValueShape): ElementwiseKind {
  return height === 1 || width === 1 || channels === 1 ? linkable : linkablePair;
}
