import type { Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { wholeNumber } from '../options/arguments.js';

interface PruneCommandOptions {
  readonly olderThan: number;
  readonly campaign?: string;
  readonly keepBad?: true;
  readonly apply?: true;
  readonly json?: true;
}

/** `farm prune`: raw outputs of old runs make room. */
export function registerPrune(command: Command, context: CommandContext): void {
  command
    .option('--older-than <days>', 'of runs that ended so many days ago', wholeNumber(0, 36_500), 90)
    .option('--campaign <id-or-name>', 'only of this campaign')
    .option('--keep-bad', 'keep those of runs that failed or whose verdict is not ok')
    .option('--apply', 'remove them; without it they are only counted')
    .option('--json', 'print one JSON document')
    .action((options: PruneCommandOptions) => prune(context, options));
}

async function prune(context: CommandContext, options: PruneCommandOptions): Promise<void> {
  const { pruneOutputs } = await import('../../../orchestrator/runs/prune-outputs.js');
  const { olderThan: olderThanDays, campaign, keepBad = false, apply = false, json } = options;
  const database = await context.sqlDatabase();
  const stage = apply ? context.progress.stage('prune') : undefined;
  const pruned = await pruneOutputs(database, {
    ...{ olderThanDays, keepBad, apply },
    ...(campaign !== undefined && { campaign }),
    onRemoved: (runs) => stage?.update(`${runs} runs`),
  });
  stage?.done(`${pruned.runs} runs`);
  if (json === true) {
    writeJson(context.stdout, pruned);
    return;
  }
  const { runs, bytes, storage } = pruned;
  const each = runs === 0 ? '' : `, ${bytesText(bytes / runs)} a run`;
  const what = apply ? 'removed' : 'would be removed (--apply does it)';
  context.stdout.write(`raw outputs of ${runs} runs, ${bytesText(bytes)}${each}: ${what}\n`);
  const perRun = storage.bytesPerRun === null ? '' : `, ${bytesText(storage.bytesPerRun)} a run`;
  context.stdout.write(
    `stored: ${storage.runs} runs in ${bytesText(storage.runBytes)}, ${storage.outputs} outputs in ${bytesText(storage.outputBytes)}, ` +
      `op timings in ${bytesText(storage.opTimingBytes)}${perRun}\n`,
  );
}

function bytesText(bytes: number): string {
  if (bytes < 1e3) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
