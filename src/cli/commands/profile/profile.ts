import { InvalidArgumentError, type Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { readTextFile } from '../../files/text-file.js';
import { writeJson } from '../../output/output.js';
import { scenarioArgument } from '../options/arguments.js';

interface ProfileOptions {
  readonly phone: string;
  readonly scenario: string;
  readonly budget: number;
  readonly networks?: string;
  readonly prior: string;
  readonly json?: true;
}

/** `farm profile`: from nothing to a release of a scenario within a minute of phone time. */
export function registerProfile(command: Command, context: CommandContext): void {
  command
    .requiredOption('--phone <serial>', 'the phone; its like in the same pool may measure as well')
    .requiredOption('--scenario <key>', 'such as gpu-t1-float16-gpu-2.15', scenarioArgument)
    .option('--budget <time>', 'phone time to spend, such as 60s or 5m', secondsArgument, 60)
    .option(
      '--networks <file>',
      'networks to choose from and to know well, a name a line (default: every network that "farm graph ls" lists)',
    )
    .option(
      '--prior <name>',
      'what phones have in common: auto (the shipped one where it helps), always, none, or a file of "farm prior make"',
      'auto',
    )
    .option('--json', 'print one JSON document')
    .action((options: ProfileOptions) => profile(context, options));
}

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function secondsArgument(text: string): number {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsPer[unit] ?? NaN);
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('Expected a time such as 60s, 5m or 1h.');
}

async function profile(context: CommandContext, options: ProfileOptions): Promise<void> {
  const { profilePhone } = await import('./profile-phone.js');
  const { offeredPrior } = await import('../../files/offered-prior.js');
  const prior = await offeredPrior(options.prior, context.cwd);
  const networks = await networksToKnow(context, options.networks);
  const document = await profilePhone(context, {
    serial: options.phone,
    scenarioKey: options.scenario,
    budgetSeconds: options.budget,
    networks,
    priorNamed: options.prior,
    ...(prior !== undefined && { prior }),
  });
  if (options.json === true) writeJson(context.stdout, document);
  else context.stdout.write((await import('./profile-text.js')).profileText(document));
  if (!document.release.promoted) context.exitWith(1);
  else if (document.failedRuns > 0) context.exitWith(3);
}

async function networksToKnow(context: CommandContext, file: string | undefined): Promise<readonly string[]> {
  const { architectureNames } = await import('../../../graph/index.js');
  if (file === undefined) return architectureNames();
  const { parseNetworkList } = await import('../../../trainer/index.js');
  const known = new Set(architectureNames());
  return parseNetworkList(await readTextFile(file, context.cwd), file, { known }).names;
}
