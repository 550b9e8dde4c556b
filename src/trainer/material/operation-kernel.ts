import type { PublishedOperation } from '../../exchange/published/published-operation.js';
import { parsePythonDictionary } from '../../exchange/files/python-dictionary.js';
import { publishedConfiguration } from '../../exchange/qed-usc/published-configuration.js';
import { measuredCpuKernel, type LearnedCpuKernel } from '../../predictor/features/cpu-kernels.js';

/** Several inputs, of which the tables tell the first: there is no configuration to take features from. */
const ofSeveralInputs = 'CONCATENATION';

/**
 * What learners see of an operation that is executed by itself, on a CPU or by a runtime that is no TFLite: the features that a farm's own
 * measurements have where the table tells the configuration, else the numbers that it tells.
 */
export function operationKernel(row: PublishedOperation, precision: string): LearnedCpuKernel {
  const { operation, features, text } = row;
  const told =
    text === undefined && operation !== ofSeveralInputs
      ? publishedConfiguration(operation, features, precision === 'quant' ? 'quant' : 'float')
      : null;
  if (told !== null) {
    const { kernelGroup, ...kernel } = measuredCpuKernel(told.spec, null, builtin);
    // TFLite executes grouped convolutions by a kernel of their own.
    return { ...kernel, kernelGroup: operation === 'CONV_2D_GROUP' ? operation : kernelGroup };
  }
  return { kernelGroup: `${operation} by its numbers`, features: numbersOf(row) };
}

const builtin = { delegate: 'builtin', runtimeVersion: '' } as const;

/** Every number that is told, and the elements that an operation on a map goes through. */
function numbersOf({ features, text }: PublishedOperation): Record<string, number> {
  const told = text === undefined ? Object.entries(features) : [...(parsePythonDictionary(text) ?? [])];
  const numbers = Object.fromEntries(
    told.flatMap(([name, value]): [string, number][] =>
      Number.isFinite(Number(value)) && value !== '' ? [[name, Number(value)]] : [],
    ),
  );
  const side = numbers['inputSide'] ?? numbers['Input_shape'] ?? 1;
  const channels = numbers['inputChannels'] ?? numbers['Input_channel'] ?? 1;
  return { ...numbers, elements: side * side * channels };
}
