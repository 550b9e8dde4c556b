/** Zeros before and after the rows and the columns of a value. */
export interface SpatialPadding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Geometry of a convolution, a depthwise convolution or a pooling. Lengths in elements. */
export interface WindowGeometry {
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly groups: number;
  /** What the kernel pads by itself, a merged PAD included. */
  readonly padding: SpatialPadding;
}

/**
 * A node of the graph inside the GPU delegate: what one TFLite operation becomes, or the activation that was fused into it.
 * The passes of this folder change nodes in place; they live only while one network is cut.
 */
export interface GpuNode {
  /** The delegate's name of the operation (`convolution_2d`), with `_linked_:_` before each operation linked to it. */
  type: string;
  /** The TFLite operations that this node executes, the one that gave it its name first. */
  operationIndices: number[];
  /** Values read at run time; constants are not among them. */
  inputs: number[];
  outputs: number[];
  /** Reads one value element by element and writes one of the same shape, so that it can be linked to its producer. */
  readonly linkable: boolean;
  /** The second operand of an elementwise operation, where it is a constant. */
  readonly constantOperand?: 'scalar' | 'per-channel' | 'tensor';
  geometry?: WindowGeometry;
  /** Of a PAD that pads rows and columns with zeros and nothing else. */
  readonly zeroPadding?: SpatialPadding;
}

/** Height, width and channels of a value, as the delegate sees it. */
export interface ValueShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The graph inside the delegate. Values are numbered as the tensors of the TFLite graph, new ones after them. */
export interface GpuGraph {
  nodes: GpuNode[];
  readonly shapes: ValueShape[];
  readonly outputs: ReadonlySet<number>;
}

/** A tensor's shape as the delegate's BHWC: missing dimensions are 1, in the places that the delegate gives them. */
export function valueShape(dimensions: readonly number[]): ValueShape {
  const [a = 1, b = 1, c = 1, d = 1] = dimensions;
  switch (dimensions.length) {
    case 0:
      return { batch: 1, height: 1, width: 1, channels: 1 };
    case 1:
      return { batch: a, height: 1, width: 1, channels: 1 };
    case 2:
      return { batch: a, height: 1, width: 1, channels: b };
    case 3:
      return { batch: a, height: 1, width: b, channels: c };
    default:
      return { batch: a, height: b, width: c, channels: d };
  }
}
