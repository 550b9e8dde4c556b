import type { Command } from 'commander';

import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface DemoCommandOptions {
  readonly phones: number;
  readonly verbose?: true;
  readonly json?: true;
}

export function registerDemo(command: Command, context: CommandContext): void {
  command
    .option('--phones <number>', 'virtual phones; each keeps a core busy', wholeNumber(1, 16), 2)
    .option('--verbose', 'write the log of the worker and the services to stderr')
    .option('--json', 'print one JSON document')
    .action((options: DemoCommandOptions) => demo(context, options));
}

async function demo(context: CommandContext, { phones, verbose, json }: DemoCommandOptions): Promise<void> {
  const { silentLogger } = await import('../../../platform/logging.js');
  const { runDemo } = await import('./run-demo.js');
  const logger = verbose === true ? await context.logger() : silentLogger();
  const document = await runDemo(context, { phones, logger });
  // A network without a measurement is missing from the table: the demo has not shown all that it is to show.
  if (document.networks.length === 0) context.exitWith(1);
  else if (document.networks.length < 3) context.exitWith(3);
  if (json === true) {
    writeJson(context.stdout, document);
    return;
  }
  const { demoSummary } = await import('./summary.js');
  context.stdout.write(`\n${demoSummary(document)}`);
}
