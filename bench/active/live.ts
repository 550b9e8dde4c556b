import { fileURLToPath } from 'node:url';

import { buildCampaign } from '../../src/orchestrator/index.js';
import type { ActivePool, Campaign } from '../../src/orchestrator/index.js';
import { activePool } from '../../src/orchestrator/campaign/active/candidates.js';
import { sampleHash } from '../../src/records/sample.js';
import type { StrategyName } from '../../src/records/strategies.js';
import { printLine, printRows } from '../support/benchmark.js';
import { finalError, liveCurve, secondsToReach, smoothed } from './live-curve.js';
import type { LivePoint } from './live-curve.js';
import { startLiveFarm } from './live-farm.js';

/** What campaigns choose from: operations of a search space, and those that candidate networks are made of. */
const operations = { searchSpace: 'small-vision-networks.yaml', samples: 300 };
const searchSpace = 'once-for-all-small-images.yaml';
const spaces = fileURLToPath(new URL('../../configs/search-spaces/', import.meta.url));
/** Candidate networks, and networks of the same space that campaigns are judged by. */
const networks = { pool: 20, heldOut: 10 };
const seeds = { pool: 1, heldOut: 2 };
const packSize = 12;
const mostConfigurations = 144;
const wantedRatio = 3;

const peer: StrategyName = 'random';
const strategies: readonly StrategyName[] = [peer, 'combined', 'combined-by-cost'];

const truthName = 'truth';

/** Each campaign has a runtime of its own, of which the others know nothing. */
function runtimeOf(name: string): string {
  return `2.15.${1 + [truthName, ...strategies].indexOf(name)}`;
}

/**
 * Active campaigns and a random one, measured by the real worker on one virtual phone, judged by networks that none of them saw: the phone
 * time in which each comes to the error that the random one ends with. All are measured side by side, and so is what the networks
 * that judge really take, for the machine is not always equally fast.
 */
export async function liveActiveBenchmark(): Promise<void> {
  const farm = await startLiveFarm();
  try {
    for (const name of [truthName, ...strategies]) await farm.addRuntime(runtimeOf(name));
    const truth = await truthCampaign();
    const campaigns = await Promise.all(strategies.map(activeCampaign));
    const [judged, ...measured] = await farm.measure([truth.campaign, ...campaigns], mostConfigurations);
    const heldOut = { pool: truth.pool, latenciesUs: judged?.latenciesUs ?? new Map<string, number>() };
    const curves = measured.map((campaign, index) =>
      liveCurve(campaign, campaigns[index]?.active as ActivePool, heldOut),
    );
    const [{ active } = {}] = campaigns;
    const used = new Set(active?.networks.flat().map(({ candidate }) => candidate)).size;
    printLine(
      `  ${active?.candidates.length ?? 0} candidates, ${used} of them used by ${networks.pool} networks`,
    );
    curves.forEach((curve, index) => printCurve(strategies[index] as string, curve));
    printRatios(curves);
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

function activeCampaign(strategy: StrategyName): Promise<Campaign> {
  const target = { withinPercent: 0.5, ofNetworksPercent: 100 };
  return buildCampaign(
    {
      ...commonFile(strategy, networks.pool, seeds.pool),
      operations: [operations],
      active: {
        ...{ strategy, target, budgetPhoneMinutes: 30, warmStart: 'none' },
        ...{ seedSize: 24, roundSize: packSize, pack: packSize, checkPacking: 0, patienceRounds: 1000 },
      },
    },
    spaces,
  );
}

/** Every configuration of the networks that judge, packed as the campaigns pack them, three times. */
async function truthCampaign(): Promise<{ campaign: Campaign; pool: ActivePool }> {
  const planned = await buildCampaign(
    { ...commonFile(truthName, networks.heldOut, seeds.heldOut), repetitions: 3, runsPerJob: 1 },
    spaces,
  );
  const names = planned.samples.map(({ name }) => ({ name, precision: 'float32' as const }));
  const pool = activePool([], names, 1);
  const samples = Array.from({ length: Math.ceil(pool.candidates.length / packSize) }, (_, index) => {
    const members = pool.candidates.slice(packSize * index, packSize * (index + 1));
    const configurations = members.map(({ configuration }) => configuration);
    const spec = { kind: 'operations' as const, configurations };
    return { name: `held out ${index}`, contentHash: sampleHash(spec), spec };
  });
  return { pool, campaign: { ...planned, samples } };
}

function printCurve(strategy: string, curve: readonly LivePoint[]): void {
  printLine(`  ${strategy}: configurations, phone seconds, error of networks' sums`);
  for (const { configurations, phoneSeconds, errorPercent } of curve) {
    const cells = [String(configurations), `${phoneSeconds.toFixed(1)} s`, `${errorPercent.toFixed(2)} %`];
    printLine(`    ${cells.map((cell) => cell.padStart(10)).join('')}`);
  }
}

function printRatios(curves: readonly (readonly LivePoint[])[]): void {
  const [random, ...active] = curves.map(smoothed);
  const error = finalError(curves[0] ?? []);
  const ofPeer = secondsToReach(random ?? [], error) ?? NaN;
  printRows([
    { measured: `error that ${peer} ends with`, value: error, unit: '%', wanted: 'for comparison' },
    { measured: `phone seconds of ${peer}`, value: ofPeer, unit: 's', wanted: 'for comparison' },
    ...active.flatMap((curve, index) => {
      const strategy = strategies[index + 1] as string;
      const seconds = secondsToReach(curve, error) ?? Infinity;
      return [
        { measured: `phone seconds of ${strategy}`, value: seconds, unit: 's', wanted: 'for comparison' },
        {
          measured: `how many times less with ${strategy}`,
          value: ofPeer / seconds,
          unit: '×',
          wanted: `at least ${wantedRatio}`,
        },
      ];
    }),
  ]);
}
