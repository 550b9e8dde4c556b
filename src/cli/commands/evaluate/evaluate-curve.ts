import { InvalidArgumentError, type Command } from 'commander';

import type { CurveEvaluation } from '../../../trainer/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { readTextFile } from '../../files/text-file.js';
import { scenarioIn, scenarioOfDevice } from './scenario-option.js';

interface CurveOptions {
  readonly ops: string;
  readonly device: string;
  readonly scenario?: string;
  readonly trainModels: string;
  readonly testModels: string;
  readonly budgets: readonly number[];
  readonly strategies: readonly string[];
  readonly sources: readonly string[];
  readonly seeds: number;
  readonly json?: true;
}

const names = (text: string) => text.split(',');

/** `farm evaluate curve`, beside the other commands of `evaluate`. */
export function registerEvaluateCurve(evaluate: Command, context: CommandContext): void {
  evaluate
    .command('curve')
    .description('play campaigns against a table: how fast each strategy learns a device')
    .requiredOption('--ops <file>', 'CSV of operations, in the format of tflite_cnn_ops_gpu.csv')
    .requiredOption('--device <name>', 'device of the file')
    .addOption(scenarioOfDevice())
    .requiredOption('--train-models <file>', 'networks whose configurations may be measured, a name a line')
    .requiredOption('--test-models <file>', 'networks to predict, a name a line')
    .option(
      '--budgets <numbers>',
      'configurations measured, separated by commas',
      budgetsArgument,
      [25, 50, 100, 200, 400],
    )
    .option('--strategies <names>', 'strategies, separated by commas', names, [
      'plain-boosting',
      'random',
      'combined',
    ])
    .option('--sources <devices>', 'profiled devices, separated by commas', names, [])
    .option('--seeds <number>', 'campaigns played for each strategy', wholeNumber(1, 1000), 5)
    .option('--json', 'print one JSON document')
    .action((options: CurveOptions) => curve(context, options));
}

function budgetsArgument(text: string): number[] {
  const budgets = text.split(',').map(wholeNumber(1));
  if (new Set(budgets).size === budgets.length) return budgets;
  throw new InvalidArgumentError('Expected each budget once.');
}

async function curve(context: CommandContext, options: CurveOptions): Promise<void> {
  const { parseOperations } = await import('../../../exchange/index.js');
  const { evaluateCurve, parseNetworkList, refuseOverlap } = await import('../../../trainer/index.js');
  const operations = parseOperations(await readTextFile(options.ops, context.cwd), options.ops);
  const known = new Set(operations.rows.map(({ network }) => network));
  const read = async (file: string) =>
    parseNetworkList(await readTextFile(file, context.cwd), file, { known });
  const [train, test] = [await read(options.trainModels), await read(options.testModels)];
  refuseOverlap(train, test);
  const stage = context.progress.stage('evaluate');
  const evaluation = evaluateCurve({
    measurements: { operations },
    device: options.device,
    ...scenarioIn(options),
    sources: options.sources,
    trainModels: train.names,
    testModels: test.names,
    budgets: options.budgets,
    strategies: options.strategies,
    seeds: options.seeds,
    onCampaign: (done, total) => stage.update(`${done} of ${total} campaigns`),
  });
  stage.done(`a pool of ${evaluation.poolSize} configurations`);
  if (options.json === true) writeJson(context.stdout, evaluation);
  else context.stdout.write(curveTable(evaluation));
}

function curveTable({ summary }: CurveEvaluation): string {
  const headings = ['configurations', 'error', 'least', 'most', 'phone time'];
  return renderTable(
    [{ heading: 'strategy' }, ...headings.map((heading) => ({ heading, align: 'right' as const }))],
    summary.map(({ strategy, budget, modelSumMape: { median, least, most }, phoneSeconds }) => [
      strategy,
      String(budget),
      ...[median, least, most].map((error) => `${error.toFixed(1)} %`),
      `${phoneSeconds.median.toFixed(3)} s`,
    ]),
  );
}
