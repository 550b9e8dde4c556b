import type { GpuNode, GpuValue } from '../model/gpu-graph.js';
import { sameShape, type ValueShape } from '../model/value-shape.js';

/** How each elementwise operation reads: one value, two of which one may be constant, or what is linkable whatever the shapes. */
const kindOfType: ReadonlyMap<string, 'unary' | 'binary' | 'sum' | 'always'> = new Map([
  ...'abs copy cos elu exp gelu hard_swish log neg rsqrt sigmoid sign sin sqrt square tanh'
    .split(' ')
    .map((type) => [type, 'unary'] as const),
  ...'div equal greater greater_equal less less_equal logical_and maximum minimum mul not_equal pow squared_diff subtract'
    .split(' ')
    .map((type) => [type, 'binary'] as const),
  ...'cast prelu quantize_and_dequantize relu'.split(' ').map((type) => [type, 'always'] as const),
  ['add', 'sum'],
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
  const kind = kindOfType.get(node.type);
  if (kind === undefined) return undefined;
  if (kind === 'always') return linkable;
  const [first, second] = inputs;
  const output = node.outputs[0]?.shape;
  if (first === undefined || output === undefined) return undefined;
  if (kind === 'sum') return sumKind(inputs, output);
  if (!sameShape(first.shape, output)) return alone;
  return kind === 'binary' && second !== undefined ? pairKind(second.shape) : linkable;
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
