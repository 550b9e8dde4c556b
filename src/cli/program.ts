import { Command } from 'commander';

import { registerBinaries } from './commands/binaries.js';
import { registerCampaign } from './commands/campaign.js';
import { registerDb } from './commands/db.js';
import { registerDemo } from './commands/demo.js';
import { registerDown } from './commands/down.js';
import { registerEvaluate } from './commands/evaluate.js';
import { registerExport } from './commands/export.js';
import { registerGraph } from './commands/graph.js';
import { registerHosts } from './commands/hosts.js';
import { registerImport } from './commands/import.js';
import { registerLabCommand } from './commands/lab.js';
import { registerNightly } from './commands/nightly.js';
import { registerPhones } from './commands/phones.js';
import { registerPredict } from './commands/predict.js';
import { registerPredictors } from './commands/predictors.js';
import { registerReleases } from './commands/releases.js';
import { registerSpace } from './commands/space.js';
import { registerTrain } from './commands/train.js';
import { registerUp } from './commands/up.js';
import { registerWorker } from './commands/worker.js';
import type { CommandContext } from './context.js';
import { programVersion } from './version.js';

/** Every command, in the order in which the help shows them. */
const registrations = [
  registerDemo,
  registerUp,
  registerDown,
  registerCampaign,
  registerPhones,
  registerHosts,
  registerBinaries,
  registerTrain,
  registerPredict,
  registerEvaluate,
  registerPredictors,
  registerReleases,
  registerNightly,
  registerImport,
  registerExport,
  registerGraph,
  registerSpace,
  registerWorker,
  registerDb,
  registerLabCommand,
];

/** The `farm` command line. It throws CommanderError on wrong usage and for help, and never ends the process. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('farm')
    .description('Measures operations of neural networks on phones, and predicts how long a network takes.')
    .version(programVersion)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage or input, 3 partly done.\nGuides: docs/guides/getting-started.md',
    );
  for (const register of registrations) register(program, context);
  everyCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    });
  });
  return program;
}

const helpWidth = 100;

function everyCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const subcommand of command.commands) everyCommand(subcommand, visit);
}
