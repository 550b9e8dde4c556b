import { userInfo } from 'node:os';

import type { Command } from 'commander';

import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';

interface PinOptions {
  readonly scenario: string;
  readonly device: string;
}

/** `farm predictors pin` and `unpin`: a release is kept against nights. */
export function registerPredictorsPin(predictors: Command, context: CommandContext): void {
  of(predictors.command('pin').argument('<version>', 'of the release', wholeNumber(1, 0x7fffffff)))
    .description('keep the release that answers: nights learn candidates, but promote none')
    .action((version: number, options: PinOptions) => pin(context, version, options));
  of(predictors.command('unpin'))
    .description('let nights promote again')
    .action((options: PinOptions) => unpin(context, options));
}

function of(command: Command): Command {
  return command
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .requiredOption('--device <model>', 'device model');
}

async function pin(
  context: CommandContext,
  version: number,
  { scenario, device }: PinOptions,
): Promise<void> {
  const { pinRelease } = await import('../../../trainer/index.js');
  const database = await context.database();
  const key = { scenarioKey: scenario, deviceModel: device, version };
  await pinRelease(database, key, userInfo().username);
  context.stdout.write(`release ${version} stays for ${device} in ${scenario}, whatever a night learns\n`);
}

async function unpin(context: CommandContext, { scenario, device }: PinOptions): Promise<void> {
  const { unpinRelease } = await import('../../../trainer/index.js');
  const database = await context.database();
  await unpinRelease(database, { scenarioKey: scenario, deviceModel: device }, userInfo().username);
  context.stdout.write(`nights may promote again for ${device} in ${scenario}\n`);
}
