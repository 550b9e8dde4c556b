import { canonicalJson, sha256Hex } from '../graph/canonical-json.js';
import type { OperationConfiguration } from '../graph/model/configuration.js';
import { storedWords, type Precision } from '../graph/model/precision.js';
import { precisionOfConfigurations, type NetworkPrecision } from '../graph/precision/precisions-of.js';

/**
 * What one model file holds. Small: the worker that runs it writes the .tflite itself, save for a user's own file, which
 * it fetches by its SHA-256.
 */
export type SampleSpec =
  /** Operation configurations, each a branch of its own between an input and an output of the model. */
  | { readonly kind: 'operations'; readonly configurations: readonly OperationConfiguration[] }
  /** A network that `src/graph` can build, by name. */
  | { readonly kind: 'architecture'; readonly name: string; readonly precision: Precision }
  /** A .tflite file of a user, kept in the table of model files. */
  | { readonly kind: 'file'; readonly name: string; readonly sha256: string };

/** What the models of a sample are stored as; `undefined` where that is not in the spec: in files, and in some imported samples. */
export function precisionOfSample(spec: Partial<SampleSpec>): NetworkPrecision | undefined {
  if (spec.kind === 'operations' && spec.configurations !== undefined && spec.configurations.length > 0)
    return precisionOfConfigurations(spec.configurations);
  if (spec.kind === 'architecture' && spec.precision !== undefined)
    return { precisions: [spec.precision], stored: storedWords[spec.precision] };
  return undefined;
}

/** Content hash of a sample, the same in every campaign: SHA-256 of its canonical JSON. */
export function sampleHash(spec: SampleSpec): string {
  return sha256Hex(canonicalJson(spec));
}

/** What a sample is made of, as the table of samples says. */
export type SampleKind = 'OPERATIONS' | 'ARCHITECTURE' | 'FILE';
