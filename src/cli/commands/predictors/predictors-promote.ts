import { userInfo } from 'node:os';

import type { Command } from 'commander';

import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { gateReportText } from '../releases/gate-report.js';
import { writeJson } from '../../output/output.js';
import { errorText } from '../releases/release-text.js';

interface PromoteOptions {
  readonly scenario: string;
  readonly device: string;
  readonly minimumFrozen?: number;
  readonly json?: true;
}

/** `farm predictors promote`: a release takes the place of the present one, if the gate lets it. */
export function registerPredictorsPromote(predictors: Command, context: CommandContext): void {
  predictors
    .command('promote')
    .description('let a release answer in place of the present one, if the gate lets it pass')
    .argument('<version>', 'of the release', wholeNumber(1, 0x7fffffff))
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .requiredOption('--device <model>', 'device model')
    .option(
      '--minimum-frozen <number>',
      'frozen configurations that the gate needs to compare with the release that answers now (default: half of what one in ten of all is, 5 to 20); a first release needs none',
      wholeNumber(1, 0x7fffffff),
    )
    .option('--json', 'print one JSON document')
    .action((version: number, options: PromoteOptions) => promote(context, version, options));
}

async function promote(context: CommandContext, version: number, options: PromoteOptions): Promise<void> {
  const { scenario, device, minimumFrozen, json } = options;
  const { promoteThroughGate, showRelease } = await import('../../../trainer/index.js');
  const database = await context.database();
  const gate = await promoteThroughGate(
    database,
    { deviceModel: device, scenarioKey: scenario, version },
    {
      actor: userInfo().username,
      acceptsFirst: true,
      gate: minimumFrozen === undefined ? {} : { minimumConfigurations: minimumFrozen },
    },
  );
  if (json === true) writeJson(context.stdout, { version, ...gate });
  else {
    const verdict = gate.passed ? `answers for ${device} in ${scenario}` : 'was refused';
    const { notes } = await showRelease(database, { deviceModel: device, scenarioKey: scenario, version });
    context.stdout.write(
      `release ${version} ${verdict}\n${errorText(notes, gate)}\n\n${gateReportText(gate)}`,
    );
  }
  if (!gate.passed) context.exitWith(1);
}
