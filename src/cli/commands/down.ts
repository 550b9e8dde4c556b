import type { Command } from 'commander';

import type { CommandContext } from '../context/context.js';

export function registerDown(command: Command, context: CommandContext): void {
  command.action(() => down(context));
}

async function down(context: CommandContext): Promise<void> {
  const { stopServices } = await import('../../platform/services/index.js');
  const { terminateIdentified } = await import('../../platform/index.js');
  const { findLab, forgetLab } = await import('../lab/registered-lab.js');
  const { clock, progress } = context;
  const { dataDirectory } = await context.config();
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
