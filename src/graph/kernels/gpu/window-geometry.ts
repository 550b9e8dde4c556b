import type { Operation } from '../../graph.js';
import type { SpatialPadding, ValueShape, WindowGeometry } from './node.js';

const noPadding: SpatialPadding = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * The geometry of a CONV_2D, a DEPTHWISE_CONV_2D or a pooling, from its attributes and shapes. `filterShape` is the OHWI or
 * 1HWC shape of the weights; pooling has none.
 */
export function windowGeometry(
  operation: Operation,
  input: ValueShape,
  output: ValueShape,
  filterShape: readonly number[] | undefined,
): WindowGeometry {
  const kernelHeight = filterShape?.[1] ?? numberAttribute(operation, 'filterHeight');
  const kernelWidth = filterShape?.[2] ?? numberAttribute(operation, 'filterWidth');
  const strideHeight = numberAttribute(operation, 'strideHeight');
  const strideWidth = numberAttribute(operation, 'strideWidth');
  const dilationHeight = numberAttribute(operation, 'dilationHeight');
  const dilationWidth = numberAttribute(operation, 'dilationWidth');
  const grouped = operation.operator === 'CONV_2D' && filterShape !== undefined;
  return {
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    inputChannels: input.channels,
    outputChannels: output.channels,
    groups: grouped ? input.channels / (filterShape[3] ?? input.channels) : 1,
    padding:
      operation.attributes['padding'] === 'SAME'
        ? samePadding(
            missing(input.height, output.height, strideHeight, (kernelHeight - 1) * dilationHeight + 1),
            missing(input.width, output.width, strideWidth, (kernelWidth - 1) * dilationWidth + 1),
          )
        : noPadding,
  };
}

/** An attribute that counts something; 1 where the operator has no such attribute. */
function numberAttribute(operation: Operation, name: string): number {
  const value = operation.attributes[name];
  return typeof value === 'number' ? value : 1;
}

/** Rows or columns that the last window reaches beyond the input. */
function missing(input: number, output: number, stride: number, span: number): number {
  return Math.max(0, (output - 1) * stride + span - input);
}

/** TFLite's SAME puts half of what is missing before, and the odd one after. */
function samePadding(rows: number, columns: number): SpatialPadding {
  const top = rows >> 1;
  const left = columns >> 1;
  return { top, bottom: rows - top, left, right: columns - left };
}
