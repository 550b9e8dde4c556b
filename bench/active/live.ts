import { fileURLToPath } from 'node:url';

import { randomFromSeed } from '../../src/learning/random/random.js';
import { activePool } from '../../src/orchestrator/campaign/samples/candidates.js';
import { buildCampaign } from '../../src/orchestrator/index.js';
import type { ActivePool, Campaign } from '../../src/orchestrator/index.js';
import { sampleHash } from '../../src/records/sample.js';
import type { StrategyName } from '../../src/records/strategies.js';
import { printLine, printRows } from '../support/benchmark.js';
import { compareCurves, liveCurve } from './live-curve.js';
import type { LiveComparison, LivePoint } from './live-curve.js';
import { startLiveFarm } from './live-farm.js';

/** What campaigns choose from: operations of a search space, and those that candidate networks are made of. */
const operations = { searchSpace: 'small-vision-networks.yaml', samples: 300 };
const searchSpace = 'once-for-all-small-images.yaml';
const spaces = fileURLToPath(new URL('../../configs/search-spaces/', import.meta.url));
/** Candidate networks, and networks of the same space that campaigns are judged by. */
const networks = { pool: 20, heldOut: 10 };
const timesJudged = 4;
const packSize = 12;
const mostConfigurations = 144;
const wantedRatio = 3;

const peer: StrategyName = 'random';
const ours: StrategyName = 'combined';
const strategies: readonly StrategyName[] = [peer, ours];
const seeds = [1, 2, 3];
/** Networks that judge are drawn by another seed than those of pools. */
const judgingSeed = 1000;

const truthName = 'truth';

/** Each campaign has a runtime of its own, of which the others know nothing. */
function runtimeOf(name: string): string {
  const names = seeds.flatMap((seed) => strategies.map((strategy) => nameOf(strategy, seed)));
  return `2.15.${1 + [truthName, ...names].indexOf(name)}`;
}

function nameOf(strategy: StrategyName, seed: number): string {
  return `${strategy}-${seed}`;
}

/**
 * Active campaigns and random ones, measured by the real worker on one virtual phone, judged by networks that none of them saw: the phone
 * time after which the active ones have the error that the random ones end with. All are measured side by side, and so is what the
 * networks that judge really take, for the machine is not always equally fast. Chance decides much, so that errors are means over seeds.
 */
export async function liveActiveBenchmark(): Promise<void> {
  const farm = await startLiveFarm();
  try {
    const truth = await truthCampaign();
    const wanted = seeds.flatMap((seed) => strategies.map((strategy) => ({ strategy, seed })));
    const campaigns = await Promise.all(wanted.map(({ strategy, seed }) => activeCampaign(strategy, seed)));
    for (const { name } of [truth.campaign, ...campaigns].map(({ file }) => file)) {
      await farm.addRuntime(runtimeOf(name));
    }
    const [judged, ...measured] = await farm.measure([truth.campaign, ...campaigns], mostConfigurations);
    const heldOut = { pool: truth.pool, latenciesUs: judged?.latenciesUs ?? new Map<string, number>() };
    const curves = measured.map((campaign, index) =>
      liveCurve(campaign, campaigns[index]?.active as ActivePool, heldOut),
    );
    curves.forEach((curve, index) => printCurve(campaigns[index]?.file.name ?? '', curve));
    const of = (strategy: StrategyName) => curves.filter((_, index) => wanted[index]?.strategy === strategy);
    printComparison(compareCurves(of(peer), of(ours)));
  } finally {
    await farm.close();
  }
}

/** What the files of all campaigns have in common. */
function commonFile(name: string, samples: number, seed: number) {
  return {
    ...{ name, owner: 'bench', seed, measurement: { runs: 10 } },
    scenarios: [`1large-t1-float32-builtin-${runtimeOf(name)}`],
    sampledArchitectures: [{ searchSpace, samples }],
  };
}

function activeCampaign(strategy: StrategyName, seed: number): Promise<Campaign> {
  const target = { withinPercent: 0.5, ofNetworksPercent: 100 };
  return buildCampaign(
    {
      ...commonFile(nameOf(strategy, seed), networks.pool, seed),
      operations: [operations],
      active: {
        ...{ strategy, target, budgetPhoneMinutes: 30, warmStart: 'none', checkPacking: 0 },
        ...{ seedSize: 2 * packSize, roundSize: packSize, pack: packSize, patienceRounds: 1000 },
      },
    },
    spaces,
  );
}

/** Every configuration of the networks that judge, several times, each time packed with others as the campaigns pack them. */
async function truthCampaign(): Promise<{ campaign: Campaign; pool: ActivePool }> {
  const planned = await buildCampaign(
    { ...commonFile(truthName, networks.heldOut, judgingSeed), runsPerJob: 1 },
    spaces,
  );
  const names = planned.samples.map(({ name }) => ({ name, precision: 'float32' as const }));
  const pool = activePool([], names, 1);
  const samples = Array.from({ length: timesJudged }, (_, time) => {
    const order = randomFromSeed(time).shuffle(pool.candidates);
    return Array.from({ length: Math.ceil(order.length / packSize) }, (_, index) => {
      const members = order.slice(packSize * index, packSize * (index + 1));
      const configurations = members.map(({ configuration }) => configuration);
      const spec = { kind: 'operations' as const, configurations };
      const { scenarios: scenarioKeys } = planned.file;
      return { name: `held out ${time} ${index}`, contentHash: sampleHash(spec), spec, scenarioKeys };
    });
  }).flat();
  return { pool, campaign: { ...planned, samples } };
}

function printCurve(name: string, curve: readonly LivePoint[]): void {
  printLine(`  ${name}: configurations, phone seconds, error of networks' sums`);
  for (const { configurations, phoneSeconds, errorPercent } of curve) {
    const cells = [String(configurations), `${phoneSeconds.toFixed(1)} s`, `${errorPercent.toFixed(2)} %`];
    printLine(`    ${cells.map((cell) => cell.padStart(10)).join('')}`);
  }
}

function printComparison({
  errorPercent,
  peerSeconds,
  peerSecondsUntilThere,
  seconds,
}: LiveComparison): void {
  const wanted = 'for comparison';
  printRows([
    { measured: `error that ${peer} ends with, mean over seeds`, value: errorPercent, unit: '%', wanted },
    { measured: `phone seconds of ${peer}`, value: peerSeconds, unit: 's', wanted },
    { measured: `until ${peer} has that error`, value: peerSecondsUntilThere, unit: 's', wanted },
    { measured: `until ${ours} has that error`, value: seconds, unit: 's', wanted },
    {
      measured: `how many times less than ${peer}`,
      value: peerSeconds / seconds,
      unit: '×',
      wanted: `at least ${wantedRatio}`,
    },
  ]);
}
