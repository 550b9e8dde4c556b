import { readFileSync } from 'node:fs';

import { parseOperations } from '../../src/exchange/published/operations.js';
import { randomFromSeed } from '../../src/learning/random/random.js';
import { spreadOf } from '../../src/trainer/acquisition/playback/evaluate-curve.js';
import { learningCurves, type CurvePoint } from '../../src/trainer/acquisition/playback/learning-curves.js';
import { measuredPool } from '../../src/trainer/acquisition/pool/measured-pool.js';
import { networksOf, type MeasuredNetwork } from '../../src/trainer/material/measured-networks.js';
import { networkKernels } from '../../src/trainer/material/network-kernels.js';
import { sharedDataPath } from '../../test/support/shared-data.js';
import { printLine } from '../support/benchmark.js';
import { residualCorrelation } from './shared-residuals.js';

/** Splits that nothing was chosen by: strategies were compared on those of other seeds. */
const splitSeeds = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
const trainShare = 0.7;
const budgets = [25, 50, 100, 200];
/** Half of a number of configurations below 200 with a source, against that number without. */
const aidedBudgets = [25, 50, 100];
const shares = { twentieth: 0.05, tenth: 0.1, half: 0.5, whole: 1 } as const;

const peer = 'plain-boosting';
const strategies = ['combined', 'random'];

/** Campaigns played on the development data: errors by configurations and by phone seconds, and the goals. */
export function activeBenchmark(): void {
  const path = sharedDataPath('phones/tflite_cnn_ops_gpu.csv');
  if (path === undefined) return;
  const table = parseOperations(readFileSync(path, 'utf8'), path);
  const networks = new Map(
    table.scenarios.map((scenario) => [scenario.device, networksOf(networkKernels(table, scenario))]),
  );
  for (const [device, own] of networks) {
    const others = [...networks].filter(([other]) => other !== device);
    const splits = splitSeeds.map((seed) =>
      playSplit(
        own,
        others.map(([, list]) => list),
        seed,
      ),
    );
    printDevice(device, others.map(([other]) => other).join(', '), splits);
    for (const [other, list] of others) printAlikeness(other, residualCorrelation(own, list));
  }
}

function printAlikeness(other: string, correlation: number): void {
  const percent = (100 * correlation ** 2).toFixed(0);
  printLine(
    `  what it is off its roofline by correlates by ${correlation.toFixed(2)} with that of ${other}: explains ${percent} % of it`,
  );
}

interface Split {
  readonly poolSize: number;
  readonly points: readonly CurvePoint[];
  readonly aided: readonly CurvePoint[];
}

function playSplit(
  networks: readonly MeasuredNetwork[],
  others: readonly (readonly MeasuredNetwork[])[],
  seed: number,
): Split {
  const shuffled = randomFromSeed(seed).split('split').shuffle(networks);
  const cut = Math.round(trainShare * shuffled.length);
  const [train, test] = [shuffled.slice(0, cut), shuffled.slice(cut)];
  const poolSize = measuredPool(train).pool.size;
  const at = (share: number) => Math.round(share * poolSize);
  const chosen = [...budgets, at(shares.twentieth), at(shares.tenth)];
  const play = (
    names: readonly string[],
    numbers: readonly number[],
    sources?: readonly MeasuredNetwork[][],
  ) =>
    learningCurves({
      train,
      test,
      budgets: numbers,
      strategies: names,
      seeds: [seed],
      ...(sources !== undefined && { sources }),
    }).points;
  const names = new Set(train.map(({ name }) => name));
  const sources = others.map((list) => list.filter(({ name }) => names.has(name)));
  return {
    poolSize,
    points: [...play(strategies, chosen), ...play([peer], [...chosen, at(shares.half), at(shares.whole)])],
    aided: play(['combined'], aidedBudgets, sources),
  };
}

function printDevice(device: string, sources: string, splits: readonly Split[]): void {
  printLine(`${device}: median error of networks' sums over ${splits.length} splits, and phone seconds`);
  const columns = [...budgets.map(String), '5 %', '10 %', '50 %', 'all'];
  printLine(`  ${''.padEnd(24)}${columns.map((column) => column.padStart(15)).join('')}`);
  const wanted = (poolSize: number) => [
    ...budgets,
    ...Object.values(shares).map((share) => Math.round(share * poolSize)),
  ];
  for (const name of [peer, ...strategies]) {
    printLine(`  ${name.padEnd(24)}${row(splits, name, ({ points }) => points, wanted)}`);
  }
  const aided = row(splits, 'combined', (split) => split.aided, wanted);
  printLine(`  ${`combined, from ${sources}`.padEnd(24)}${aided}`);
  printGoals(splits, sources);
}

function row(
  splits: readonly Split[],
  name: string,
  pointsOf: (split: Split) => readonly CurvePoint[],
  wanted: (poolSize: number) => readonly number[],
): string {
  const cells = wanted(0).map((_, column) => {
    const points = splits.flatMap((split) =>
      pointsOf(split).filter(
        ({ strategy, budget }) => strategy === name && budget === wanted(split.poolSize)[column],
      ),
    );
    if (points.length === 0) return '-';
    const error = spreadOf(points.map(({ modelSumMape }) => modelSumMape)).median;
    const seconds = spreadOf(points.map(({ phoneSeconds }) => phoneSeconds)).median;
    return `${error.toFixed(1)} % ${seconds.toFixed(3)}`;
  });
  return cells.map((cell) => cell.padStart(15)).join('');
}

/** The median over splits of one figure of the points of a strategy at a budget, which may depend on the size of the pool. */
function medianOf(
  splits: readonly Split[],
  strategy: string,
  budgetOf: (poolSize: number) => number,
  figure: 'modelSumMape' | 'phoneSeconds',
  pointsOf: (split: Split) => readonly CurvePoint[] = ({ points }) => points,
): number {
  const values = splits.flatMap((split) =>
    pointsOf(split)
      .filter((point) => point.strategy === strategy && point.budget === budgetOf(split.poolSize))
      .map((point) => point[figure]),
  );
  return spreadOf(values).median;
}

function printGoals(splits: readonly Split[], sources: string): void {
  const ofPool = (share: number) => (poolSize: number) => Math.round(share * poolSize);
  for (const [share, peerShare] of [
    [shares.tenth, shares.whole],
    [shares.twentieth, shares.half],
  ] as const) {
    const own = medianOf(splits, 'combined', ofPool(share), 'modelSumMape');
    const other = medianOf(splits, peer, ofPool(peerShare), 'modelSumMape');
    printGoal(`${100 * share} % chosen`, own, other, `${peer} on ${100 * peerShare} %`);
    const seconds = medianOf(splits, 'combined', ofPool(share), 'phoneSeconds');
    const paid = medianOf(splits, peer, ofPool(peerShare), 'phoneSeconds');
    printLine(
      `    for ${seconds.toFixed(3)} of ${paid.toFixed(3)} phone seconds: ${((100 * seconds) / paid).toFixed(0)} %`,
    );
  }
  for (const budget of aidedBudgets) {
    const aided = medianOf(
      splits,
      'combined',
      () => budget,
      'modelSumMape',
      (split) => split.aided,
    );
    const alone = medianOf(splits, 'combined', () => 2 * budget, 'modelSumMape');
    printGoal(`${budget} chosen, from ${sources}`, aided, alone, `combined on ${2 * budget} without`);
  }
}

function printGoal(what: string, own: number, wanted: number, whose: string): void {
  const verdict = own <= wanted ? 'reached' : 'not reached';
  printLine(`  ${what}: ${own.toFixed(2)} %, wanted at most ${wanted.toFixed(2)} % (${whose}): ${verdict}`);
}
