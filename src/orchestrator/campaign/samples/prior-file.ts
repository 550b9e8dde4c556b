import { resolve } from 'node:path';

import { PredictorError } from '../../../predictor/errors.js';
import { decodeRatePrior, type RatePrior } from '../../../predictor/rates/rate-prior.js';
import { orchestratorError } from '../../errors.js';
import { readContent } from './model-files.js';

/** Priors that are not files of a campaign's own. */
const words: ReadonlySet<string> = new Set(['auto', 'always', 'none']);

/**
 * The prior that a campaign file names, where it is a file.
 * @throws FarmError FILE_UNREADABLE; CAMPAIGN_FILE_UNUSABLE for what is no prior, was altered, or is of another version.
 */
export async function readPriorFile(named: string, folder: string): Promise<RatePrior | undefined> {
  if (words.has(named)) return undefined;
  const file = resolve(folder, named);
  const text = (await readContent(file)).toString('utf8');
  try {
    return decodeRatePrior(text, named);
  } catch (cause) {
    if (!(cause instanceof PredictorError)) throw cause;
    throw orchestratorError('CAMPAIGN_FILE_UNUSABLE', cause.message, { cause, details: { file } });
  }
}
