import type { OfferedPrior } from '../../trainer/index.js';
import { packageFile } from '../package-files.js';
import { readTextFile } from './text-file.js';

/** What phones have in common, as this package ships it. */
export const shippedPriorFile = packageFile('configs/priors/phones.json');

/** The prior that a campaign names without a file of its own: `auto`, `always` or `none`, as for {@link offeredPrior}. */
export async function shippedPrior(named: string): Promise<OfferedPrior | undefined> {
  return offeredPrior(named, '.');
}

/**
 * The prior that `--prior` names: `auto` is the shipped one where it helps, `always` the shipped one whatever speaks against it, `none` no
 * prior, and anything else a file.
 * @throws PredictorError for a file that was altered, or is of another version; FarmError FILE_UNREADABLE.
 */
export async function offeredPrior(named: string, cwd: string): Promise<OfferedPrior | undefined> {
  if (named === 'none') return undefined;
  const isShipped = named === 'auto' || named === 'always';
  const file = isShipped ? shippedPriorFile : named;
  const { decodeRatePrior } = await import('../../predictor/index.js');
  const shownAs = isShipped ? 'configs/priors/phones.json' : named;
  const prior = decodeRatePrior(await readTextFile(file, cwd), shownAs);
  return { prior, always: named === 'always' };
}
