import {
  configurationHash,
  GraphError,
  inPrecision,
  outputsOf,
  type Attributes,
  type Operand,
  type OperationConfiguration,
} from '../../graph/index.js';
import type { OperationSizes } from '../../predictor/features/operation-sizes.js';
import type { MeasuredOperation } from '../measurements/measured-run.js';

/** TFLite's name of an operation of the tables: a grouped convolution is a CONV_2D whose filters are less deep than its input. */
export function tfliteOperator(operation: string): string {
  return operation === 'CONV_2D_GROUP' ? 'CONV_2D' : operation;
}

/**
 * The configuration that a row's features tell of, without what is fused behind it. `null` where they do not tell
 * it: of an operation of another kind, of a concatenation of more than two inputs, or where they contradict each other.
 */
export function publishedConfiguration(
  operation: string,
  features: OperationSizes,
  precision: 'float' | 'quant',
): MeasuredOperation['configuration'] {
  const described = configurationFrom(operation, features);
  if (described === undefined) return null;
  try {
    const spec = inPrecision(described, precision === 'quant' ? 'int8' : 'float32');
    const side = outputsOf(spec)[0]?.shape[1];
    const told = operation === 'MEAN' || operation === 'FULLY_CONNECTED' ? side : features.outputSide;
    return side === told ? { hash: configurationHash(spec), spec } : null;
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}

function configurationFrom(operation: string, features: OperationSizes): OperationConfiguration | undefined {
  const { inputSide = 0, inputChannels = 0, kernel = 0, filters = 0, groups = 1 } = features;
  const operator = tfliteOperator(operation);
  const image = value([1, inputSide, inputSide, inputChannels]);
  switch (operation) {
    case 'CONV_2D':
    case 'CONV_2D_GROUP': {
      const depth = inputChannels / groups;
      const inputs = [image, constant([filters, kernel, kernel, depth]), constant([filters])];
      return { operator, attributes: windowAttributes(features), inputs };
    }
    case 'DEPTHWISE_CONV_2D': {
      const channels = inputChannels * filters;
      const attributes = { ...windowAttributes(features), depthMultiplier: filters };
      const inputs = [image, constant([1, kernel, kernel, channels]), constant([channels])];
      return { operator, attributes, inputs };
    }
    case 'FULLY_CONNECTED': {
      const inputs = [value([1, inputChannels]), constant([filters, inputChannels]), constant([filters])];
      return { operator, attributes: {}, inputs };
    }
    case 'MEAN': {
      const axes: Operand = { shape: [2], type: 'int32', constant: true, values: [1, 2] };
      return { operator, attributes: { keepDims: kernel === 1 }, inputs: [image, axes] };
    }
    case 'MAX_POOL_2D':
    case 'AVERAGE_POOL_2D': {
      const attributes = { ...windowAttributes(features), filterHeight: kernel, filterWidth: kernel };
      return { operator, attributes, inputs: [image] };
    }
    case 'CONCATENATION': {
      if (kernel !== 2) return undefined;
      const other = value([1, inputSide, inputSide, filters - inputChannels]);
      return { operator, attributes: { axis: 3 }, inputs: [image, other] };
    }
    default:
      return undefined;
  }
}

/** The tables tell sizes and not the padding: SAME where that gives the output's size, else VALID. */
function windowAttributes({ inputSide = 0, outputSide = 0, stride = 1 }: OperationSizes): Attributes {
  const padding = Math.ceil(inputSide / stride) === outputSide ? 'SAME' : 'VALID';
  return { padding, strideHeight: stride, strideWidth: stride };
}

function value(shape: readonly number[]): Operand {
  return { shape, type: 'float32', constant: false };
}

function constant(shape: readonly number[]): Operand {
  return { shape, type: 'float32', constant: true };
}
