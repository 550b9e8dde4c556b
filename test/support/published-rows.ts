import type { AttributeValue, Graph, Operation } from '../../src/graph/model/graph.js';
import type { Shape } from '../../src/graph/model/tensor.js';

/** The columns of the published table of GPU kernels that follow from an operation's shapes. */
export interface PublishedRow {
  readonly operation: string;
  readonly Input_shape: string;
  readonly Input_channel: string;
  readonly Output_shape: string;
  readonly Stride: string;
  readonly Kernel: string;
  readonly Filter: string;
  readonly Group: string;
}

interface Shapes {
  readonly input: Shape;
  readonly weights: Shape;
  readonly output: Shape;
}

const notApplicable = '-';

/** A graph's operations as the published table writes them: only those that it has rows for, in execution order. */
export function publishedRowsOf(graph: Graph): readonly PublishedRow[] {
  const shape = (index: number | undefined) => graph.tensors[index ?? -1]?.shape ?? [];
  return graph.operations.flatMap((operation) => {
    const { inputs, outputs } = operation;
    const shapes = { input: shape(inputs[0]), weights: shape(inputs[1]), output: shape(outputs[0]) };
    return rowOf(operation, shapes) ?? [];
  });
}

function rowOf(operation: Operation, { input, weights, output }: Shapes): PublishedRow | undefined {
  const { attributes } = operation;
  const channels = input.at(-1) ?? 0;
  const stride = attributes['strideHeight'];
  switch (operation.operator) {
    case 'CONV_2D': {
      const groups = channels / (weights[3] ?? 1);
      const name = groups === 1 ? 'CONV_2D' : 'CONV_2D_GROUP';
      return row(name, [input[1], channels, output[1], stride, weights[1], weights[0], groups]);
    }
    case 'DEPTHWISE_CONV_2D':
      return row('DEPTHWISE_CONV_2D', [input[1], channels, output[1], stride, weights[1], 1, 1]);
    case 'FULLY_CONNECTED':
      return row('FULLY_CONNECTED', [undefined, channels, , , , weights[0]]);
    case 'MEAN':
      return row('MEAN', [input[1], channels, output.at(-1), undefined, Number(attributes['keepDims'])]);
    case 'CONCATENATION':
      return row('CONCATENATION', [input[1], channels, output[1], , operation.inputs.length, output.at(-1)]);
    case 'MAX_POOL_2D':
    case 'AVERAGE_POOL_2D':
      return row(operation.operator, [input[1], channels, output[1], stride, attributes['filterHeight']]);
    default:
      return undefined;
  }
}

function row(operation: string, cells: readonly (AttributeValue | undefined)[]): PublishedRow {
  const [inputShape, inputChannel, outputShape, stride, kernel, filter, group] = Array.from(
    { length: 7 },
    (_, index) => text(cells[index]),
  );
  return {
    operation,
    Input_shape: inputShape ?? '',
    Input_channel: inputChannel ?? '',
    Output_shape: outputShape ?? '',
    Stride: stride ?? '',
    Kernel: kernel ?? '',
    Filter: filter ?? '',
    Group: group ?? '',
  };
}

function text(cell: AttributeValue | undefined): string {
  return cell === undefined ? notApplicable : cell.toString();
}
