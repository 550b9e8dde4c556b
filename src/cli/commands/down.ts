import type { Command } from 'commander';

import type { CommandContext } from '../context.js';

export function registerDown(program: Command, context: CommandContext): void {
  program
    .command('down')
    .description('stop what "farm up" has started; measurements are kept')
    .action(() => down(context));
}

async function down(context: CommandContext): Promise<void> {
  const { stopServices } = await import('../../platform/services/index.js');
  const { terminateIdentified } = await import('../../platform/index.js');
  const { findLab, forgetLab } = await import('../lab/registered-lab.js');
  const { clock, progress } = context;
  const { dataDirectory } = context.config();
  const stage = progress.stage('down');
  const lab = await findLab(dataDirectory);
  if (lab !== undefined) {
    stage.update('phones');
    await terminateIdentified(lab.identity, clock, { graceMs: 30_000 });
    await forgetLab(dataDirectory);
  }
  stage.update('services');
  const stopped = await stopServices({ dataDirectory }, clock);
  stage.done(stopped || lab !== undefined ? 'stopped' : 'nothing was running');
}
