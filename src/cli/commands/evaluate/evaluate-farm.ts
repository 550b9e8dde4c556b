import type { Command } from 'commander';

import type { FarmEvaluation } from '../../../trainer/index.js';
import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import { offeredPrior } from '../../files/offered-prior.js';
import type { CommandContext } from '../../context/context.js';
import { incompleteTable, networkTable, operatorTable } from './evaluation-tables.js';
import { writeJson } from '../../output/output.js';
import { writeOutputFile } from '../../files/output-file.js';
import { readTextFile } from '../../files/text-file.js';
import { kindsOf, withTrainingOptions, type TrainingOptions } from '../options/training-options.js';
import { programVersion } from '../../version.js';

interface FarmOptions extends TrainingOptions {
  readonly scenario: string;
  readonly device?: string;
  readonly holdout?: readonly string[];
  readonly gpu?: string;
  readonly csv?: string;
  readonly plots?: string;
  readonly seed: number;
  readonly json?: true;
}

/** `farm evaluate farm`: how good predictors are on the networks that the farm itself has measured. */
export function registerEvaluateFarm(evaluate: Command, context: CommandContext): void {
  withTrainingOptions(evaluate.command('farm'))
    .description('predict the networks that this farm has measured by all else that it has, and compare')
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .option('--device <model>', 'device model; needed where several were measured')
    .option(
      '--holdout <files...>',
      'lists of networks to predict, a name a line; by default each family in turn',
    )
    .option('--gpu <model>', 'the phone’s GPU, for scenarios of the GPU delegate, e.g. adreno640')
    .option('--csv <file>', 'write the networks there, a line each')
    .option('--plots <folder>', 'draw predicted against measured and errors by operation as SVG files there')
    .option(
      '--seed <number>',
      'the same measurements and seed give the same numbers',
      wholeNumber(0, 0x7fffffff),
      1,
    )
    .option('--json', 'print one JSON document')
    .action((options: FarmOptions) => farm(context, options));
}

async function farm(context: CommandContext, options: FarmOptions): Promise<void> {
  const holdout = await heldOutNames(context, options.holdout);
  const { parseLearnerName } = await import('../../../learning/index.js');
  const learner = parseLearnerName(options.learner);
  const { evaluateFarm } = await import('../../../trainer/index.js');
  const prior = await offeredPrior('auto', context.cwd);
  const database = await context.database();
  const stage = context.progress.stage('evaluate');
  const evaluation = await evaluateFarm({
    database,
    scenarioKey: options.scenario,
    ...(options.device !== undefined && { deviceModel: options.device }),
    ...(options.gpu !== undefined && { gpu: options.gpu }),
    ...(holdout !== undefined && { holdout }),
    sampleKinds: kindsOf(options),
    learner,
    ...(prior !== undefined && { prior }),
    seed: options.seed,
    codeVersion: programVersion,
    onPart: (done, total) => stage.update(`${done} of ${total} parts`),
  });
  stage.done(`${evaluation.networks.length} networks`);
  const { evaluationCsv } = await import('./evaluation-csv.js');
  if (options.csv !== undefined) await writeOutputFile(context.cwd, options.csv, evaluationCsv(evaluation));
  if (options.plots !== undefined) {
    const [{ farmPlots }, { writePlotFiles }] = await Promise.all([
      import('../../../trainer/index.js'),
      import('./evaluation-plots.js'),
    ]);
    await writePlotFiles(context, options.plots, farmPlots(evaluation));
  }
  if (options.json === true) writeJson(context.stdout, evaluation);
  else context.stdout.write(evaluationText(evaluation));
}

async function heldOutNames(
  context: CommandContext,
  files: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (files === undefined) return undefined;
  const texts = await Promise.all(files.map((file) => readTextFile(file, context.cwd)));
  const names = texts.flatMap((text) => text.split(/\r?\n/).map((line) => line.trim()));
  return [...new Set(names.filter((name) => name !== ''))];
}

function evaluationText(evaluation: FarmEvaluation): string {
  const { deviceModel, scenarioKey, networks, incomplete, operators } = evaluation;
  const { meanErrorPercent, inIntervalPercent, halfWidthPercent } = evaluation;
  return [
    `${networks.length} networks on ${deviceModel}, ${scenarioKey}, none of them learned from\n`,
    networkTable(networks),
    ...(incomplete.length === 0 ? [] : [incompleteTable(incomplete)]),
    operatorTable(operators),
    [
      `mean error              ${meanErrorPercent.toFixed(1)} %`,
      `in their 90 % interval  ${inIntervalPercent.toFixed(0)} %, ±${halfWidthPercent.toFixed(0)} % wide on average`,
      '',
    ].join('\n'),
  ].join('\n');
}
