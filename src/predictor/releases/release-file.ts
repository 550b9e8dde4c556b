import { readFile } from 'node:fs/promises';

import * as z from 'zod/mini';

import { delegates } from '../../graph/precision/delegates.js';
import { scenarioPrecisions } from '../../graph/precision/scenario-precision.js';
import { PredictorError } from '../errors.js';
import {
  damagedFile,
  openSealedFile,
  roundUpTo8,
  sealFile,
  type SealedFormat,
} from '../files/sealed-file.js';
import { KernelPredictor } from '../kernels/kernel-predictor.js';
import { NetworkRates } from '../rates/network-rates.js';
import { calibrationSchema } from '../totals/intervals.js';
import { overheadSchema } from '../totals/overhead.js';
import type { LoadedRelease } from './release.js';

/**
 * A sealed header, which says all but the predictors, and the files of the predictors end to end at multiples of 8. Version 2 may have rates
 * among them, version 3 factors of kernel groups, version 4 rates of work as it is counted since: earlier programs lack kinds of it, and would
 * answer too short a time. A release without is written in the version before, which earlier programs read.
 */
const format: SealedFormat = { magic: 'LFRL', version: 4, noun: 'release' };

const place = z.int().check(z.nonnegative());
const filePlace = z.strictObject({ offset: place, length: place });

const headerSchema = z.strictObject({
  id: z.string(),
  deviceModel: z.string(),
  scenarioKey: z.string(),
  scenario: z.object({
    delegate: z.enum(delegates),
    precision: z.enum(scenarioPrecisions),
    runtimeVersion: z.string(),
  }),
  gpu: z.exactOptional(z.string()),
  version: z.int().check(z.positive()),
  overhead: overheadSchema,
  calibration: calibrationSchema,
  predictors: z.array(filePlace),
  rates: z.exactOptional(filePlace),
});

/** The release as one file (`.lfr`): everything that is needed to predict with it. The same release gives the same bytes. */
export function encodeRelease({ rates, ...release }: LoadedRelease): Uint8Array {
  const files = [...release.predictors, ...(rates === undefined ? [] : [rates])].map((each) =>
    each.toBytes(),
  );
  let bytes = 0;
  const places = files.map(({ length }) => {
    const offset = bytes;
    bytes += roundUpTo8(length);
    return { offset, length };
  });
  const body = Buffer.alloc(bytes);
  files.forEach((file, index) => body.set(file, places[index]?.offset));
  const predictors = places.slice(0, release.predictors.length);
  const ofRates = rates === undefined ? {} : { rates: places.at(-1) };
  const version = versionOf(release, rates);
  const header = headerSchema.parse({ ...release, predictors, ...ofRates });
  return sealFile({ ...format, version }, { header, body });
}

function versionOf({ overhead }: Pick<LoadedRelease, 'overhead'>, rates: NetworkRates | undefined): number {
  if ((rates?.facts.workVersion ?? 1) > 1) return format.version;
  if (overhead.groupFactors !== undefined) return 3;
  return rates === undefined ? 1 : 2;
}

/**
 * Reads a release's file. Throws PREDICTOR_FILE_INVALID for one that is damaged, altered or something else, and
 * PREDICTOR_FORMAT_UNSUPPORTED for one of a newer format.
 */
export function decodeRelease(bytes: Uint8Array): LoadedRelease {
  const { header, body } = openSealedFile(format, bytes);
  const parsed = headerSchema.safeParse(header);
  if (!parsed.success) throw damagedFile(format, 'its header does not describe a release');
  const fileAt = ({ offset, length }: z.infer<typeof filePlace>) => {
    if (offset + length > body.length) throw damagedFile(format, 'a predictor lies outside it');
    return body.subarray(offset, offset + length);
  };
  const { rates, ...facts } = parsed.data;
  return {
    ...facts,
    predictors: facts.predictors.map((each) => KernelPredictor.fromBytes(fileAt(each))),
    ...(rates !== undefined && { rates: NetworkRates.fromBytes(fileAt(rates)) }),
  };
}

/**
 * Loads a release from the file that `farm releases export` wrote.
 *
 * @param file - its path
 * @throws PredictorError as {@link decodeRelease} says, naming the file; whatever the file system says of a file that cannot be read.
 * @example
 * ```ts
 * import { loadRelease } from 'latency-farm/predictor';
 *
 * const release = await loadRelease('pixel4.lfr');
 * console.log(release.deviceModel, release.scenarioKey);
 * ```
 */
export async function loadRelease(file: string): Promise<LoadedRelease> {
  const bytes = await readFile(file);
  try {
    return decodeRelease(bytes);
  } catch (cause) {
    if (!(cause instanceof PredictorError)) throw cause;
    throw new PredictorError(cause.code, `${file}: ${cause.message}`, { cause, details: { file } });
  }
}
