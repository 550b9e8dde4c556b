import { Option, type Command } from 'commander';

import type { SampleKind } from '../../../records/sample.js';

/** What to learn from, and how. */
export interface TrainingOptions {
  readonly from: 'operations' | 'networks' | 'both';
  readonly learner: string;
}

/** The options `--from` and `--learner`. */
export function withTrainingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--from <what>',
        'learn from operations that were measured by themselves, from networks, or both',
      )
        .choices(['operations', 'networks', 'both'])
        .default('both'),
    )
    .option('--learner <name>', 'auto, or one learner for every kernel group', 'auto');
}

/** The samples that are learned from. */
export function kindsOf({ from }: TrainingOptions): readonly SampleKind[] {
  if (from === 'operations') return ['OPERATIONS'];
  return from === 'networks' ? ['ARCHITECTURE', 'FILE'] : ['OPERATIONS', 'ARCHITECTURE', 'FILE'];
}
