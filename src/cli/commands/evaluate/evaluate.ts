import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';

import type { PublishedMeasurements } from '../../../trainer/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { readTextFile } from '../../files/text-file.js';
import { programVersion } from '../../version.js';
import { registerEvaluateCurve } from './evaluate-curve.js';
import { registerEvaluateFarm } from './evaluate-farm.js';
import { registerEvaluateTotals } from './evaluate-totals.js';
import { scenarioIn, scenarioOfDevice } from './scenario-option.js';

interface CommonOptions {
  readonly ops: string;
  readonly e2e?: string;
  readonly device: string;
  readonly scenario?: string;
  readonly learner: string;
  readonly json?: true;
}

interface NamedSplit {
  readonly trainModels: string;
  readonly testModels: string;
  readonly seed: number;
}

interface SplitOptions extends CommonOptions {
  readonly by: 'random' | 'family';
  readonly folds: number;
  readonly seeds: number;
}

interface OpsOptions extends CommonOptions, NamedSplit {
  readonly plots?: string;
}

interface TransferOptions extends CommonOptions, NamedSplit {
  readonly sources: readonly string[];
  readonly budget: number;
}

const exchange = () => import('../../../exchange/index.js');
const learning = () => import('../../../learning/index.js');
const trainer = () => import('../../../trainer/index.js');
const seedArgument = wholeNumber(0, 0x7fffffff);

/** `farm evaluate`: how good predictors are, on any file of measurements. */
export function registerEvaluate(evaluate: Command, context: CommandContext): void {
  named(common(evaluate.command('ops')))
    .description('learn from some networks of a file, predict others')
    .option('--plots <folder>', 'draw predicted against measured, errors and calibration as SVG files there')
    .action((options: OpsOptions) => ops(context, options));
  common(evaluate.command('split'))
    .description('cross-validate on whole networks, again for every seed')
    .requiredOption('--by <what>', 'what is held out together: random or family', splitArgument)
    .option('--folds <number>', 'parts that are held out in turn', wholeNumber(2, 1000), 5)
    .option('--seeds <number>', 'how many times to deal the networks out anew', wholeNumber(1, 1000), 5)
    .action((options: SplitOptions) => split(context, options));
  named(common(evaluate.command('transfer')))
    .description('learn a device from a few of its configurations and from devices that are profiled already')
    .requiredOption('--sources <devices>', 'profiled devices, separated by commas', (text) => text.split(','))
    .requiredOption('--budget <number>', 'configurations measured on the device', wholeNumber(1))
    .action((options: TransferOptions) => transfer(context, options));
  registerEvaluateCurve(evaluate, context);
  registerEvaluateTotals(evaluate, context);
  registerEvaluateFarm(evaluate, context);
}

function common(command: Command): Command {
  return command
    .requiredOption('--ops <file>', 'CSV of operations, in the format of tflite_cnn_ops_gpu.csv')
    .option('--e2e <file>', 'CSV of whole networks, in the format of tflite_cnn_e2e.csv')
    .requiredOption('--device <name>', 'device of the file')
    .addOption(scenarioOfDevice())
    .option('--learner <name>', 'auto, or one learner for every kernel group', 'auto')
    .option('--json', 'print one JSON document');
}

function named(command: Command): Command {
  return command
    .requiredOption('--train-models <file>', 'networks to learn from, a name a line')
    .requiredOption('--test-models <file>', 'networks to predict, a name a line')
    .option('--seed <number>', 'the same files and seed give the same numbers', seedArgument, 1);
}

function splitArgument(text: string): string {
  if (text === 'random' || text === 'family') return text;
  throw new InvalidArgumentError('Expected random or family.');
}

async function ops(context: CommandContext, options: OpsOptions): Promise<void> {
  const { parseLearnerName } = await learning();
  const { evaluateOps } = await trainer();
  const measurements = await readMeasurements(context, options);
  const lists = await readLists(context, options, measurements);
  const { metrics, predicted } = evaluateOps({
    ...lists,
    measurements,
    device: options.device,
    ...scenarioIn(options),
    learner: parseLearnerName(options.learner),
    seed: options.seed,
    codeVersion: programVersion,
    monotonicMs: () => context.clock.monotonicMs(),
  });
  if (options.plots !== undefined) {
    const { writePlots } = await import('./evaluation-plots.js');
    await writePlots(context, options.plots, options.device, predicted);
  }
  write(context, options, metrics);
}

async function split(context: CommandContext, options: SplitOptions): Promise<void> {
  const { parseLearnerName } = await learning();
  const { evaluateSplit } = await trainer();
  const measurements = await readMeasurements(context, options);
  const learner = parseLearnerName(options.learner);
  const stage = context.progress.stage('evaluate');
  const evaluation = evaluateSplit({
    measurements,
    device: options.device,
    ...scenarioIn(options),
    by: options.by,
    folds: options.folds,
    seeds: options.seeds,
    learner,
    codeVersion: programVersion,
    monotonicMs: () => context.clock.monotonicMs(),
    onFold: (done, total) => stage.update(`${done} of ${total} folds`),
  });
  stage.done(`${options.seeds} seeds, ${options.folds} folds`);
  if (options.json === true) writeJson(context.stdout, evaluation);
  else write(context, options, evaluation.median);
}

async function transfer(context: CommandContext, options: TransferOptions): Promise<void> {
  const { parseLearnerName } = await learning();
  const { evaluateTransfer } = await trainer();
  const measurements = await readMeasurements(context, options);
  const lists = await readLists(context, options, measurements);
  const evaluation = evaluateTransfer({
    ...lists,
    measurements,
    device: options.device,
    ...scenarioIn(options),
    sources: options.sources,
    budget: options.budget,
    learner: parseLearnerName(options.learner),
    seed: options.seed,
    codeVersion: programVersion,
    monotonicMs: () => context.clock.monotonicMs(),
  });
  write(context, options, evaluation);
}

async function readMeasurements(
  context: CommandContext,
  options: CommonOptions,
): Promise<PublishedMeasurements> {
  const { parseNetworks, parseOperations } = await exchange();
  const operations = parseOperations(await readTextFile(options.ops, context.cwd), options.ops);
  if (options.e2e === undefined) return { operations };
  return { operations, networks: parseNetworks(await readTextFile(options.e2e, context.cwd), options.e2e) };
}

async function readLists(
  context: CommandContext,
  options: NamedSplit,
  { operations }: PublishedMeasurements,
) {
  const { parseNetworkList, refuseOverlap } = await trainer();
  const known = new Set(operations.rows.map(({ network }) => network));
  const read = async (file: string) =>
    parseNetworkList(await readTextFile(file, context.cwd), file, { known });
  const [train, test] = [await read(options.trainModels), await read(options.testModels)];
  refuseOverlap(train, test);
  return { trainModels: train.names, testModels: test.names };
}

/** Numbers as a table; whatever has parts is for `--json`. */
function write(context: CommandContext, { json }: CommonOptions, result: object): void {
  if (json === true) {
    writeJson(context.stdout, result);
    return;
  }
  const rows = Object.entries(result)
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toFixed(3)).toString() : String(value),
    ]);
  context.stdout.write(renderTable([{ heading: 'measure' }, { heading: 'value', align: 'right' }], rows));
}
