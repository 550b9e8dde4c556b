import { GraphError } from './errors.js';

/**
 * The runtime inside a benchmark tool, and the only way in which this program writes it: `2.15` or `2.15.1` of TensorFlow, `litert-2.1` of
 * LiteRT, which took over after TensorFlow 2.18 and counts anew; `2.20-rc0` for a candidate, `2.19-dev` or `2.19-dev20241108` for what was
 * built on the way to a version. `pytorch-2.0` of PyTorch Mobile, and `other-0.0`
 * where nobody tells: others' measurements of them are read, and no tool of them is run.
 */
export interface RuntimeVersion {
  readonly lineage: 'tensorflow' | 'litert' | 'pytorch' | 'other';
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly stage: 'development' | 'candidate' | 'release';
}

const versionPattern =
  /^(?:(?<lineage>litert|pytorch|other)-)?(?<major>\d{1,3})\.(?<minor>\d{1,3})(?:\.(?<patch>\d{1,6}))?(?:-(?:(?<candidate>rc\d{1,3})|(?<development>dev(?:\d{8})?)))?$/;

/** Reads a version. Throws a GraphError `INVALID_RUNTIME_VERSION`, which tells the right spelling of one that is written in another way. */
export function parseRuntimeVersion(text: string): RuntimeVersion {
  const groups = versionPattern.exec(text)?.groups;
  if (groups === undefined) throw invalid(text);
  const {
    lineage = 'tensorflow',
    major,
    minor,
    patch,
    candidate,
    development,
  } = groups as Record<string, string | undefined>;
  return {
    lineage: lineage as RuntimeVersion['lineage'],
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch ?? 0),
    stage: development !== undefined ? 'development' : candidate !== undefined ? 'candidate' : 'release',
  };
}

const tfliteLineages: ReadonlySet<RuntimeVersion['lineage']> = new Set(['tensorflow', 'litert']);

/** Whether a version is one of TFLite, under its old name or its new one: what it cuts networks into is known. */
export function isTfliteVersion(text: string): boolean {
  return isRuntimeVersion(text) && tfliteLineages.has(parseRuntimeVersion(text).lineage);
}

/** Whether a text is a version as {@link parseRuntimeVersion} reads it. */
export function isRuntimeVersion(text: string): boolean {
  return versionPattern.test(text);
}

/** Every LiteRT is later than every TensorFlow. */
const litertBase = 1_000_000;
const minorsPerMajor = 1_000;

/**
 * A number that grows with what a version can do: a candidate and every patch of a version can do what the version can, and what was built
 * on the way to it is not known to. Throws a GraphError `INVALID_RUNTIME_VERSION` for what is no TFLite: nothing of it is known.
 */
export function featureLevel({ lineage, major, minor, stage }: RuntimeVersion): number {
  if (!tfliteLineages.has(lineage)) {
    const name = lineage === 'pytorch' ? `PyTorch ${major}.${minor}` : 'a runtime that nobody names';
    throw new GraphError(
      'INVALID_RUNTIME_VERSION',
      `What ${name} executes networks as is not known: it is no TFLite.`,
    );
  }
  const base = lineage === 'litert' ? litertBase : 0;
  return base + major * minorsPerMajor + minor - (stage === 'development' ? 0.5 : 0);
}

function invalid(text: string): GraphError {
  const likely = likelySpelling(text);
  const hint =
    likely === undefined ? 'a version reads 2.15, 2.20-rc0, 2.19-dev or litert-2.1' : `write it as ${likely}`;
  return new GraphError('INVALID_RUNTIME_VERSION', `"${text.slice(0, 40)}" is no runtime version: ${hint}.`);
}

/** What tags (`v2.20.0-rc0`) and Python packages (`2.20.0rc0`, `2.19.0.dev20241108`) write in their own way. */
function likelySpelling(text: string): string | undefined {
  const likely = text
    .trim()
    .toLowerCase()
    .replace(/^(?:tensorflow|tflite|tf)[-_ ]?/, '')
    .replace(/^(litert)[-_ ]?v?/, '$1-')
    .replace(/^v/, '')
    .replace(/[-_.]?(rc|dev)[-_.]?(?=\d|$)/, '-$1');
  return likely !== text && isRuntimeVersion(likely) ? likely : undefined;
}
