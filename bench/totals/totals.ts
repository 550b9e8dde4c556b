import { isCellTable, parseCells, parseNetworks, publishedGpu } from '../../src/exchange/index.js';
import type { PublishedNetwork } from '../../src/exchange/index.js';
import { randomFromSeed } from '../../src/learning/index.js';
import { groupedFolds } from '../../src/learning/validation/cross-validation.js';
import { shuffledIndices } from '../../src/learning/random/shuffled-indices.js';
import { evaluateTotals } from '../../src/trainer/index.js';
import type { EvaluateTotalsOptions, TotalsEvaluation } from '../../src/trainer/index.js';
import { networkFamily } from '../../src/trainer/material/measured-networks.js';
import { sharedDataText } from '../../test/support/shared-data.js';
import { printLine } from '../support/benchmark.js';
import { median } from '../../src/learning/validation/averages.js';

const phones = ['pixel4', 's10', 'a03s'];
/** Each with other families, or other cells, held out. */
const seeds = [1, 2, 3];

/** One line of the table: what is known, on which scenarios, and the error that is asked for. */
interface Setting {
  readonly name: string;
  readonly goal: string;
  readonly scenarios: (name: string) => boolean;
  readonly options?: (device: string) => Partial<EvaluateTotalsOptions>;
}

const cpu = (precision: string) => (name: string) => !name.startsWith('gpu') && name.endsWith(precision);
const others = (device: string) => phones.filter((phone) => phone !== device);

const settings: readonly Setting[] = [
  { name: 'all train networks, float', goal: '3.6', scenarios: cpu('float') },
  { name: 'all train networks, int8', goal: '3.0', scenarios: cpu('quant') },
  { name: '20 chosen, float', goal: '4.6', scenarios: cpu('float'), options: () => ({ budget: 20 }) },
  { name: '20 chosen, int8', goal: '4.0', scenarios: cpu('quant'), options: () => ({ budget: 20 }) },
  { name: '10 chosen, float', goal: '6.0', scenarios: cpu('float'), options: () => ({ budget: 10 }) },
  { name: '10 chosen, int8', goal: '6.5', scenarios: cpu('quant'), options: () => ({ budget: 10 }) },
  {
    name: 'new core set, 3 networks, float',
    goal: '4.5',
    scenarios: cpu('float'),
    options: () => ({ budget: 3, knownScenarios: 'others' }),
  },
  {
    name: 'new core set, 3 networks, int8',
    goal: '3.5',
    scenarios: cpu('quant'),
    options: () => ({ budget: 3, knownScenarios: 'others' }),
  },
  {
    name: 'new phone, two known, 5 networks, float',
    goal: '5.0',
    scenarios: cpu('float'),
    options: (device) => ({ budget: 5, sources: others(device) }),
  },
  {
    name: 'new phone, two known, 5 networks, int8',
    goal: '4.5',
    scenarios: cpu('quant'),
    options: (device) => ({ budget: 5, sources: others(device) }),
  },
  { name: 'GPU end to end', goal: '3.7', scenarios: (name) => name.startsWith('gpu') },
];

/**
 * How well scenarios are learned from whole networks' times alone, on the published phones and back ends: medians over scenarios and over
 * splits that hold out a quarter of the networks, whole families or at random.
 */
export function totalsBenchmark(): void {
  const text = sharedDataText('phones/tflite_cnn_e2e.csv');
  const cellText = sharedDataText('phones/nas_bench_201_e2e.csv');
  if (text === undefined || cellText === undefined || !isCellTable(cellText)) return;
  const networks = parseNetworks(text, 'tflite_cnn_e2e.csv');
  for (const by of ['family', 'random'] as const) {
    printLine(`held out by ${by}: median error, within 10 %, in the 90 % interval, its half-width, fit`);
    for (const setting of settings) printLine(settingLine(setting, networks, by));
  }
  printLine(
    'cells of NAS-Bench-201, each back end: median error with 100 and 20 cells known (wanted: 2.5 and 4.0)',
  );
  const cells = parseCells(cellText, 'nas_bench_201_e2e.csv');
  const backEnds = new Set(cells.flatMap(({ latencies }) => latencies.map(({ device }) => device)));
  for (const device of backEnds) printLine(cellLine(device, cells));
}

function settingLine(
  setting: Setting,
  networks: readonly PublishedNetwork[],
  by: 'family' | 'random',
): string {
  const evaluations = seeds.flatMap((seed) =>
    phones.map((device) => {
      const scenarios = scenarioNames(networks, device).filter(setting.scenarios);
      return evaluate(networks, device, split(networks, by, seed), {
        scenarios,
        ...setting.options?.(device),
      });
    }),
  );
  const all = evaluations.flatMap(({ scenarios }) => scenarios);
  const figures = [
    `${median(all.map(({ mape }) => mape)).toFixed(2)} %`,
    `${median(all.map(({ within10 }) => within10)).toFixed(0)} %`,
    `${median(all.map(({ coverage90 }) => coverage90)).toFixed(0)} %`,
    `±${median(all.map(({ halfWidth90Percent }) => halfWidth90Percent)).toFixed(1)} %`,
    `${(1000 * median(all.map(({ fitSeconds }) => fitSeconds))).toFixed(0)} ms`,
  ];
  return `  ${setting.name.padEnd(40)} ${figures.map((figure) => figure.padStart(8)).join(' ')} (wanted: ${setting.goal} %)`;
}

function cellLine(device: string, cells: readonly PublishedNetwork[]): string {
  const errors = [100, 20].map((known) =>
    median(
      seeds.map((seed) => {
        const order = shuffledIndices(cells.length, randomFromSeed(seed).split(device));
        const names = [...order].map((index) => cells[index]?.network ?? '');
        const lists = { trainModels: names.slice(0, known), testModels: names.slice(known) };
        return evaluate(cells, device, lists, {}).medianMape;
      }),
    ),
  );
  return `  ${device.padEnd(40)} ${errors.map((error) => `${error.toFixed(2)} %`.padStart(8)).join(' ')}`;
}

type Lists = Pick<EvaluateTotalsOptions, 'trainModels' | 'testModels'>;

function split(networks: readonly PublishedNetwork[], by: 'family' | 'random', seed: number): Lists {
  const names = networks.map(({ network }) => network);
  const groups = by === 'family' ? names.map(networkFamily) : names;
  const folds = groupedFolds(groups, 4, randomFromSeed(seed));
  return {
    trainModels: names.filter((_, index) => folds[index] !== 0),
    testModels: names.filter((_, index) => folds[index] === 0),
  };
}

function evaluate(
  networks: readonly PublishedNetwork[],
  device: string,
  lists: Lists,
  options: Partial<EvaluateTotalsOptions>,
): TotalsEvaluation {
  const shared = { gpuOf: publishedGpu, monotonicMs: () => performance.now() };
  return evaluateTotals({ networks, device, ...lists, sources: [], ...shared, ...options });
}

function scenarioNames(networks: readonly PublishedNetwork[], device: string): string[] {
  const own = networks.flatMap(({ latencies }) => latencies.filter((latency) => latency.device === device));
  return [...new Set(own.map(({ cores, precision }) => `${cores}|${precision}`))];
}
