import { featureLevel, GraphError, parseRuntimeVersion } from '../../graph/index.js';
import { benchmarkToolError } from './errors.js';

/** The oldest version whose command line is known. */
const oldestToolVersion = featureLevel(parseRuntimeVersion('2.4'));

/**
 * What the version that a benchmark binary was built from can do, comparable: see {@link featureLevel}. Throws BENCHMARK_OPTION_INVALID for
 * a text that is no version, and for TensorFlow before 2.4.
 */
export function toolFeatureLevel(text: string): number {
  const level = readLevel(text);
  if (level >= oldestToolVersion) return level;
  throw invalid(
    `The runtime version "${text}" is not usable: versions before TensorFlow 2.4 are not supported.`,
  );
}

function readLevel(text: string): number {
  try {
    return featureLevel(parseRuntimeVersion(text));
  } catch (error) {
    if (error instanceof GraphError) throw invalid(error.message);
    throw error;
  }
}

function invalid(reason: string) {
  return benchmarkToolError('BENCHMARK_OPTION_INVALID', reason, {
    details: { option: 'tfliteVersion' },
  });
}
