import type { Command } from 'commander';

import { wholeNumber, scenarioArgument } from '../arguments.js';
import type { CommandContext } from '../context.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';
import { programVersion } from '../version.js';

interface TrainOptions {
  readonly scenario: string;
  readonly device?: string;
  readonly seed: number;
  readonly json?: true;
}

export function registerTrain(program: Command, context: CommandContext): void {
  program
    .command('train')
    .description('learn predictors from everything that was measured in a scenario')
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .option('--device <model>', 'device model; needed where several were measured')
    .option(
      '--seed <number>',
      'the same measurements and seed give the same predictors',
      wholeNumber(0, 0x7fffffff),
      1,
    )
    .option('--json', 'print one JSON document')
    .action((options: TrainOptions) => train(context, options));
}

async function train(context: CommandContext, options: TrainOptions): Promise<void> {
  const { trainScenario } = await import('../../trainer/index.js');
  const { database } = await context.services();
  const stage = context.progress.stage('train');
  const summary = await trainScenario({
    database,
    scenarioKey: options.scenario,
    ...(options.device === undefined ? {} : { deviceModel: options.device }),
    seed: options.seed,
    codeVersion: programVersion,
    onGroup: ({ kernelGroup }, done, total) => stage.update(`${done} of ${total}: ${kernelGroup}`),
  });
  stage.done(`${summary.groups.length} predictors from ${summary.trainingRows} timings`);
  if (options.json === true) {
    writeJson(context.stdout, summary);
    return;
  }
  context.stdout.write(`release ${summary.version} for ${summary.deviceModel}, ${summary.scenarioKey}\n\n`);
  context.stdout.write(
    renderTable(
      [
        { heading: 'kernel group' },
        { heading: 'learner' },
        { heading: 'configurations', align: 'right' },
        { heading: 'error', align: 'right' },
      ],
      summary.groups.map(({ kernelGroup, learner, configurations, mapePercent }) => [
        kernelGroup,
        learner,
        String(configurations),
        mapePercent === undefined ? '-' : `${mapePercent.toFixed(1)} %`,
      ]),
    ),
  );
}
