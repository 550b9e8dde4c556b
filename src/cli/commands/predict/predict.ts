import { resolve } from 'node:path';

import { Option, type Command } from 'commander';

import type { LoadedRelease } from '../../../predictor/index.js';
import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeOutputFile } from '../../files/output-file.js';
import { writeJson } from '../../output/output.js';
import { predictionText } from '../../output/prediction-text.js';
import { encodePredictions, predictionFormats, type PredictionFormat } from './encode-predictions.js';
import { networkNames } from './network-names.js';
import type { NetworkPrediction } from './predict-networks.js';

interface PredictOptions {
  readonly scenario: readonly string[];
  readonly device?: string;
  readonly release: readonly string[];
  readonly gpu?: string;
  readonly list?: string;
  readonly space?: string;
  readonly count: number;
  readonly seed: number;
  readonly strict?: true;
  readonly format?: PredictionFormat;
  readonly out?: string;
  readonly json?: true;
}

const several = (text: string, before: readonly string[]) => [...before, text];

export function registerPredict(predict: Command, context: CommandContext): void {
  predict
    .argument('[networks...]', '.tflite files, patterns of such in quotes, and names of architectures')
    .option(
      '--scenario <key>',
      'such as 1large-t1-float32-builtin-2.15; may be given again',
      (text: string, before: readonly string[]) => [...before, scenarioArgument(text)],
      [],
    )
    .option('--device <model>', 'device model; needed where several have predictors')
    .option(
      '--release <file>',
      'predict with a release’s file, without a farm; may be given again',
      several,
      [],
    )
    .option('--gpu <model>', 'the phone’s GPU, for scenarios of the GPU delegate, e.g. adreno640')
    .option('--list <file>', 'a file of networks, one a line; - for standard input')
    .option('--space <name>', 'sample networks of this space of architectures')
    .option('--count <number>', 'how many different networks of the space', wholeNumber(1, 1_000_000), 100)
    .option('--seed <number>', 'of the sample', wholeNumber(0, 0x7fffffff), 1)
    .option('--strict', 'refuse a network that is not known whole')
    .addOption(new Option('--format <name>', 'a row for each network').choices([...predictionFormats]))
    .option('--out <file>', 'write the rows there')
    .option('--json', 'print one JSON document')
    .action((networks: readonly string[], options: PredictOptions) =>
      run(context, predict, networks, options),
    );
}

async function run(
  context: CommandContext,
  predict: Command,
  networks: readonly string[],
  options: PredictOptions,
): Promise<void> {
  if (options.scenario.length + options.release.length === 0)
    predict.error('error: name a --scenario of the farm, or the file of a --release');
  if (options.format === 'parquet' && options.out === undefined)
    predict.error('error: Parquet is not for terminals: name a file with --out');
  const names = await networkNames({ networks, ...options }, context.cwd, context.stdin ?? nothing());
  const { predictions, total } = await predictionsOf(context, names, options);
  const stage = context.progress.stage('predict');
  const predicted: NetworkPrediction[] = [];
  for await (const each of predictions) {
    if (total === 1 && each.failure !== undefined) throw each.failure;
    predicted.push(each);
    if (context.signal.aborted) break;
    stage.update(`${predicted.length} of ${total}`);
  }
  if (total > 1) stage.done(`${predicted.length} predictions`);
  if (options.strict === true) await refuseIncomplete(predicted);
  if (predicted.some(({ row }) => row.latencyUs === null)) context.exitWith(3);
  await write(context, predicted, options);
}

/** What is to be predicted, here or by the farm of a URL; releases of files are only ever asked here. */
async function predictionsOf(
  context: CommandContext,
  names: readonly string[],
  options: PredictOptions,
): Promise<{ readonly predictions: AsyncIterable<NetworkPrediction>; readonly total: number }> {
  const { cwd } = context;
  const gpu = options.gpu === undefined ? {} : { gpu: options.gpu };
  const remote = options.release.length === 0 ? await context.remoteFarm() : undefined;
  if (remote !== undefined) {
    const { predictRemotely } = await import('./predict-remotely.js');
    const scenarios = [...new Set(options.scenario)];
    const place = { scenarios, ...(options.device !== undefined && { device: options.device }), ...gpu };
    return {
      predictions: predictRemotely(remote, names, place, cwd),
      total: names.length * scenarios.length,
    };
  }
  const { predictNetworks } = await import('./predict-networks.js');
  const releases = await loadReleases(context, options);
  return {
    predictions: predictNetworks({ names, releases, cwd, ...gpu }),
    total: names.length * releases.length,
  };
}

async function* nothing(): AsyncGenerator<string> {
  // Whoever calls this program without a standard input has none to read.
}

/** The releases of the files and of the farm; the farm is asked only where it must be. */
async function loadReleases(context: CommandContext, options: PredictOptions): Promise<LoadedRelease[]> {
  const { loadRelease: readRelease } = await import('../../../predictor/index.js');
  const ofFiles = await Promise.all(options.release.map((file) => readRelease(resolve(context.cwd, file))));
  if (options.scenario.length === 0) return ofFiles;
  const { loadRelease } = await import('../../../trainer/index.js');
  const database = await context.database();
  const ofFarm: LoadedRelease[] = [];
  for (const scenarioKey of new Set(options.scenario)) {
    const device = options.device === undefined ? {} : { deviceModel: options.device };
    ofFarm.push(await loadRelease(database, { scenarioKey, ...device }));
  }
  return [...ofFiles, ...ofFarm];
}

/** Throws the first network's failure, or PREDICTION_INCOMPLETE for the first that is not known whole. */
async function refuseIncomplete(predicted: readonly NetworkPrediction[]): Promise<void> {
  const { PredictorError, wholePrediction } = await import('../../../predictor/index.js');
  for (const { row, prediction, failure } of predicted) {
    if (failure !== undefined) throw failure;
    if (prediction !== undefined) wholePrediction(row.network, prediction);
    if (row.latencyUs !== null) continue;
    const message = `${row.network} is not known whole; left out: ${row.unknown ?? row.error ?? 'all of it'}`;
    throw new PredictorError('PREDICTION_INCOMPLETE', message);
  }
}

async function write(
  context: CommandContext,
  predicted: readonly NetworkPrediction[],
  { format, out, json }: PredictOptions,
): Promise<void> {
  const [only, ...others] = predicted;
  const single =
    others.length === 0 && only?.prediction !== undefined && format === undefined && out === undefined;
  if (json === true) {
    writeJson(context.stdout, single ? detailsOf(only) : predicted.map(({ row }) => row));
    return;
  }
  if (single) {
    const { network, device, scenario } = only.row;
    context.stdout.write(predictionText(`${network} on ${device}, ${scenario}`, only.prediction));
    return;
  }
  const content = await encodePredictions(
    predicted.map(({ row }) => row),
    format ?? 'table',
  );
  if (out !== undefined) await writeOutputFile(context.cwd, out, content);
  else if (typeof content === 'string') context.stdout.write(content);
}

function detailsOf({ row, prediction }: NetworkPrediction): object {
  const { network, device, scenario, release } = row;
  return { name: network, deviceModel: device, scenarioKey: scenario, release, ...prediction };
}
