import { featureLevel, parseRuntimeVersion } from '../../runtime-version.js';

/** A runtime version as a number that grows with what it can do. */
export type RuntimeLevel = number;

/** Reads a version such as `2.15` or `litert-2.1`. Throws a GraphError `INVALID_RUNTIME_VERSION`. */
export function runtimeLevel(text: string): RuntimeLevel {
  return featureLevel(parseRuntimeVersion(text));
}
