import { featureLevel, parseRuntimeVersion as parseVersion } from '../../runtime-version.js';

/** Version of the runtime that holds the GPU delegate, comparable: LiteRT 1.x and 2.x come after every TFLite. */
export type RuntimeVersion = number;

/** Reads a version as a number that grows with it. Throws a GraphError `INVALID_RUNTIME_VERSION`. */
export function parseRuntimeVersion(text: string): RuntimeVersion {
  return featureLevel(parseVersion(text));
}

/**
 * When the delegate's behaviour changed. Two of its states are known well, one of early 2022 (before 2.10) and one of November 2024; what
 * differs between them is taken to have come with 2.10, whose published kernel names the newer state reproduces. Dates between 2.5 and 2.10
 * are known to within a release or two.
 */
export const delegateChanges = {
  /** Grouped convolutions got a kernel of their own; before, they were split, convolved and concatenated. */
  groupedConvolution: parseRuntimeVersion('2.7'),
  /** The rule that recommends Winograd's algorithm took its present form. */
  winogradBySliceCount: parseRuntimeVersion('2.7'),
  /** Chains of elementwise operations are merged before they are linked to their producer. */
  elementwiseMerging: parseRuntimeVersion('2.9'),
  /** A matrix product is read over the rows of a map; before, a map had to be one row in all. */
  productOverRows: parseRuntimeVersion('2.10'),
  /** A value times itself is `square`; before, it was `pow`. */
  productWithItselfIsSquare: parseRuntimeVersion('2.10'),
  /** A normalization over channels is one kernel without being asked for sustained speed. */
  normalizationIsOneKernel: parseRuntimeVersion('2.10'),
  /** Malis concatenate at most eight values at once. */
  maliConcatenatesInSteps: parseRuntimeVersion('2.10'),
  /** Products of several matrices run; before, the delegate failed on them, and one matrix was transposed first. */
  severalMatrixProducts: parseRuntimeVersion('2.10'),
  /** A grouped 1×1 convolution of a value without extent in space stays one (LiteRT of 2026). */
  groupedFullyConnectedLeftAlone: parseRuntimeVersion('litert-2.1'),
} as const;
