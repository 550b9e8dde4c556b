import { benchmarkToolError } from './errors.js';

/**
 * The TFLite version that a benchmark binary was built from, as scenarios write it: `2.15` for TensorFlow, `litert-2.1` for
 * LiteRT, which took over after TensorFlow 2.18 and counts anew.
 */
export interface ToolVersion {
  readonly lineage: 'tensorflow' | 'litert';
  readonly major: number;
  readonly minor: number;
}

/** The oldest version whose command line is known. */
export const oldestToolVersion: ToolVersion = { lineage: 'tensorflow', major: 2, minor: 4 };

const versionPattern = /^(?<litert>litert-)?(?<major>\d{1,3})\.(?<minor>\d{1,3})(?:\.\d{1,6})?$/;

/** Reads `2.15`, `2.15.1` or `litert-2.1.6`. Throws BENCHMARK_OPTION_INVALID for another text, and for TF before 2.4. */
export function parseToolVersion(text: string): ToolVersion {
  const groups = versionPattern.exec(text)?.groups;
  if (groups === undefined) throw invalid(text, 'a version reads "2.15" or "litert-2.1"');
  const version: ToolVersion = {
    lineage: groups['litert'] === undefined ? 'tensorflow' : 'litert',
    major: Number(groups['major']),
    minor: Number(groups['minor']),
  };
  if (!isAtLeast(version, oldestToolVersion))
    throw invalid(text, 'versions before TensorFlow 2.4 are not supported');
  return version;
}

/** Whether a version is the given one or a later one. Every LiteRT is later than every TensorFlow. */
export function isAtLeast(version: ToolVersion, minimum: ToolVersion): boolean {
  if (version.lineage !== minimum.lineage) return version.lineage === 'litert';
  return version.major > minimum.major || (version.major === minimum.major && version.minor >= minimum.minor);
}

function invalid(text: string, reason: string) {
  return benchmarkToolError(
    'BENCHMARK_OPTION_INVALID',
    `The TFLite version "${text.slice(0, 40)}" is not usable: ${reason}.`,
    {
      details: { option: 'tfliteVersion' },
    },
  );
}
