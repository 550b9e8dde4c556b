import { Option } from 'commander';

import { precisions } from '../../../graph/index.js';

/** `--precision`: what the numbers of a network are stored as; float32 if not given. */
export function precisionOption(): Option {
  return new Option('--precision <precision>', 'what its numbers are stored as')
    .choices(precisions)
    .default('float32');
}
