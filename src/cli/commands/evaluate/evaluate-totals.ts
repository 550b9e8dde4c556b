import type { Command } from 'commander';

import type { PublishedNetwork } from '../../../exchange/index.js';
import type { TotalsEvaluation } from '../../../trainer/index.js';
import type { CommandContext } from '../../context/context.js';
import { tableRuntime } from '../options/table-runtime.js';
import { readTextFile } from '../../files/text-file.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { wholeNumber } from '../options/arguments.js';

interface TotalsOptions {
  readonly e2e: string;
  readonly device: string;
  readonly scenarios: readonly string[];
  readonly trainModels: string;
  readonly testModels: string;
  readonly budget?: number;
  readonly sources: readonly string[];
  readonly knownScenarios?: readonly string[];
  readonly gpu?: string;
  readonly runtime?: string;
  readonly seeds: number;
  readonly json?: true;
}

const list = (text: string) => text.split(',');

/** `farm evaluate totals`: how well operations are learned from whole networks' times alone. */
export function registerEvaluateTotals(evaluate: Command, context: CommandContext): void {
  evaluate
    .command('totals')
    .description('learn scenarios of a device from whole networks’ times alone, predict other networks')
    .requiredOption('--e2e <file>', 'CSV of whole networks: any _e2e table, or latencies of NAS-Bench-201')
    .requiredOption('--device <name>', 'device, or back end, of the file')
    .option('--scenarios <list>', "as cores|precision, separated by commas; '*' for all", list, ['*'])
    .requiredOption('--train-models <file>', 'networks to learn from, a name a line')
    .requiredOption('--test-models <file>', 'networks to predict, a name a line')
    .option('--budget <number>', 'networks measured, chosen by what they teach', wholeNumber(1))
    .option('--sources <devices>', 'devices known on the train models, separated by commas', list, [])
    .option('--known-scenarios <list>', 'scenarios of the device that are known, or: others', list)
    .option('--gpu <model>', 'the device’s GPU, e.g. adreno640, where its name does not tell')
    .addOption(tableRuntime())
    .option(
      '--seeds <number>',
      'taken, and without effect: nothing is drawn by chance',
      wholeNumber(1, 1000),
      1,
    )
    .option('--json', 'print one JSON document')
    .action((options: TotalsOptions) => totals(context, options));
}

async function totals(context: CommandContext, options: TotalsOptions): Promise<void> {
  const { publishedGpu, runtimeOfTable } = await import('../../../exchange/index.js');
  const { evaluateTotals } = await import('../../../trainer/index.js');
  const networks = await readNetworks(context, options.e2e);
  const lists = await readLists(context, options, networks);
  const { device, budget, scenarios, knownScenarios } = options;
  const stage = context.progress.stage('evaluate');
  const evaluation = evaluateTotals({
    networks,
    runtimeVersion: options.runtime ?? runtimeOfTable(options.e2e),
    device,
    ...lists,
    ...(!scenarios.includes('*') && { scenarios }),
    ...(budget !== undefined && { budget }),
    sources: options.sources.filter((source) => source !== device),
    ...(knownScenarios !== undefined && {
      knownScenarios: knownScenarios.includes('others') ? 'others' : knownScenarios,
    }),
    gpuOf: (name) => (name === device ? options.gpu : undefined) ?? publishedGpu(name),
    monotonicMs: () => context.clock.monotonicMs(),
    onScenario: (done, all) => stage.update(`${done} of ${all} scenarios`),
  });
  stage.done(`${evaluation.scenarios.length} scenarios`);
  if (options.json === true) writeJson(context.stdout, evaluation);
  else context.stdout.write(evaluationText(evaluation));
}

async function readNetworks(context: CommandContext, file: string): Promise<readonly PublishedNetwork[]> {
  const { isCellTable, parseCells, parseNetworks } = await import('../../../exchange/index.js');
  const text = await readTextFile(file, context.cwd);
  return isCellTable(text) ? parseCells(text, file) : parseNetworks(text, file);
}

async function readLists(
  context: CommandContext,
  options: TotalsOptions,
  networks: readonly PublishedNetwork[],
) {
  const { isDescribable, parseNetworkList, refuseOverlap } = await import('../../../trainer/index.js');
  const known = new Set(networks.map(({ network }) => network));
  const read = async (file: string) =>
    parseNetworkList(await readTextFile(file, context.cwd), file, { known, isDescribable });
  const [train, test] = [await read(options.trainModels), await read(options.testModels)];
  refuseOverlap(train, test);
  return { trainModels: train.names, testModels: test.names };
}

function evaluationText(evaluation: TotalsEvaluation): string {
  const rows = evaluation.scenarios.map((scenario) => [
    scenario.scenario,
    ...[scenario.mape, scenario.within10, scenario.coverage90, scenario.halfWidth90Percent].map(percent),
    String(scenario.learnedFrom.length),
    String(scenario.doubted.length),
  ]);
  const medians = [
    'median',
    ...[
      evaluation.medianMape,
      evaluation.medianWithin10,
      evaluation.medianCoverage90,
      evaluation.medianHalfWidth90Percent,
    ].map(percent),
    '',
    '',
  ];
  const table = renderTable(
    [
      { heading: 'scenario' },
      { heading: 'error', align: 'right' },
      { heading: 'within 10 %', align: 'right' },
      { heading: 'in interval', align: 'right' },
      { heading: '± 90 %', align: 'right' },
      { heading: 'networks', align: 'right' },
      { heading: 'doubted', align: 'right' },
    ],
    [...rows, medians],
  );
  const skipped = evaluation.skipped.map(({ scenario, reason }) => `${scenario} left out: ${reason}\n`);
  return [table, ...skipped].join('');
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
