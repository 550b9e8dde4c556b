import * as z from 'zod/mini';

import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import { delegates } from '../../graph/precision/delegates.js';
import { choleskyFactor } from '../../learning/algebra/symmetric-solve.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { PredictorError } from '../errors.js';
import { workVersion } from '../work/work.js';

const formatName = 'latency-farm rate prior' as const;
/** Files are of networks as that version of counts has them (`workVersion`). */
const formatVersion = workVersion;
const readVersions = [1, formatVersion] as const;

const familySchema = z.strictObject({
  delegate: z.enum(delegates),
  precision: z.string(),
  /** How many scenarios it was learned from. */
  scenarios: z.int().check(z.positive()),
  kinds: z.array(z.string()).check(z.minLength(1)),
  /** Of the logarithms of the rates, µs per unit of work. */
  mean: z.array(z.number()),
  /** Lower triangle of their covariance, row by row. */
  covariance: z.array(z.number()),
});

const priorSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(readVersions),
  name: z.string().check(z.minLength(1)),
  /** Device models that it was learned from. */
  devices: z.array(z.string()),
  madeFrom: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
  families: z.array(familySchema).check(z.minLength(1)),
  sha256: z.string(),
});

/** What all profiled phones have in common, as a file: no measurements, only means and covariances of rates by kind of processor. */
export type RatePrior = z.infer<typeof priorSchema>;
export type RatePriorFamily = z.infer<typeof familySchema>;

/**
 * The prior as a file: a line a member, so that versions can be compared. The same prior gives the same text. One that was read keeps its version.
 */
export function encodeRatePrior(
  prior: Pick<RatePrior, 'name' | 'devices' | 'madeFrom' | 'families'> & Partial<Pick<RatePrior, 'version'>>,
): string {
  const { version = formatVersion, name, devices, madeFrom, families } = prior;
  const content: Omit<RatePrior, 'sha256'> = {
    format: formatName,
    version,
    ...{ name, devices, madeFrom, families },
  };
  const family = (each: RatePriorFamily) => `  {\n${members(each, '   ')}\n  }`;
  const facts = { format: formatName, version, name, devices, madeFrom };
  const all = `${members(facts, ' ')},\n "families": [\n${families.map(family).join(',\n')}\n ],\n`;
  return `{\n${all} "sha256": "${digestOf(content)}"\n}\n`;
}

/**
 * Reads a prior's file, of version 1 too. Throws PREDICTOR_FORMAT_UNSUPPORTED for another version, and PREDICTOR_FILE_INVALID, with line or field, for what is
 * not such a file, does not hold together or was altered.
 */
export function decodeRatePrior(text: string, file: string): RatePrior {
  const value = parseJson(text, file);
  const { format, version } = (value ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  if (format !== formatName) throw unusable(file, 'format', `it is not "${formatName}"`);
  if (!readVersions.some((known) => known === version)) {
    const message = `${file}: version: the prior has version ${JSON.stringify(version)}; this program reads ${readVersions.join(' and ')}.`;
    throw new PredictorError('PREDICTOR_FORMAT_UNSUPPORTED', message, {
      details: { file, field: 'version' },
    });
  }
  const parsed = priorSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(file, issue?.path.join('.') ?? '', issue?.message ?? 'it is no prior');
  }
  const { sha256, ...content } = parsed.data;
  for (const [index, { kinds, mean, covariance }] of content.families.entries()) {
    const size = kinds.length;
    if (mean.length !== size) throw unusable(file, `families.${index}.mean`, `it has not ${size} numbers`);
    const triangle = (size * (size + 1)) / 2;
    if (covariance.length !== triangle)
      throw unusable(file, `families.${index}.covariance`, `it has not ${triangle} numbers`);
    if (new Set(kinds).size !== size)
      throw unusable(file, `families.${index}.kinds`, 'it names a kind twice');
    if (choleskyFactor(wholeMatrix(covariance, size), size) === undefined)
      throw unusable(file, `families.${index}.covariance`, 'it is not positive definite');
  }
  if (digestOf(content) !== sha256) throw unusable(file, 'sha256', 'the file was altered');
  return parsed.data;
}

/** What the prior says of rates of one kind of processor; `undefined` where it says nothing. */
export function priorOf(
  { families }: RatePrior,
  wanted: Pick<RatePriorFamily, 'delegate' | 'precision'>,
): RateBelief | undefined {
  const family = families.find(
    ({ delegate, precision }) => delegate === wanted.delegate && precision === wanted.precision,
  );
  if (family === undefined) return undefined;
  const { kinds: names, mean } = family;
  const size = names.length;
  return { names, mean: Float64Array.from(mean), covariance: wholeMatrix(family.covariance, size) };
}

/** A symmetric matrix, row by row, of its lower triangle. */
function wholeMatrix(triangle: readonly number[], size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  let place = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = triangle[place++] as number;
      matrix[row * size + column] = value;
      matrix[column * size + row] = value;
    }
  }
  return matrix;
}

function digestOf(content: Omit<RatePrior, 'sha256'>): string {
  return sha256Hex(canonicalJson(content));
}

function members(value: object, indent: string): string {
  return Object.entries(value)
    .map(([name, member]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(member)}`)
    .join(',\n');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const position = Number(/position (\d+)/.exec(cause.message)?.[1] ?? text.length);
    const line = text.slice(0, position).split('\n').length;
    throw unusable(file, `line ${line}`, 'it is not JSON');
  }
}

function unusable(file: string, field: string, reason: string): PredictorError {
  const message = `${file}: ${field}: the prior cannot be used: ${reason}.`;
  return new PredictorError('PREDICTOR_FILE_INVALID', message, { details: { file, field } });
}
