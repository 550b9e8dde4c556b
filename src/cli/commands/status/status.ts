import type { Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface StatusOptions {
  readonly json?: true;
}

/** `farm status`: the farm in one screen. */
export function registerStatus(status: Command, context: CommandContext): void {
  status
    .option('--json', 'print one JSON document')
    .action((options: StatusOptions) => show(context, options));
}

async function show(context: CommandContext, { json }: StatusOptions): Promise<void> {
  const { readFarmStatus } = await import('./farm-status.js');
  const status = await readFarmStatus(context);
  if (json === true) {
    writeJson(context.stdout, status);
    return;
  }
  const { statusText } = await import('./status-text.js');
  context.stdout.write(statusText(status, context.clock.nowMs()));
}
