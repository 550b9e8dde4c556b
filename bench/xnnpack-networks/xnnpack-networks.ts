import { fileURLToPath } from 'node:url';

import { buildCampaign } from '../../src/orchestrator/index.js';
import { createPredictor } from '../../src/predictor/index.js';
import { loadRelease, trainScenario } from '../../src/trainer/index.js';
import { printLine, printRows } from '../support/benchmark.js';
import { cases, runtimeVersion, type NetworksCase } from './networks-case.js';
import { compareNetworks, type ComparedNetwork } from './compare.js';
import { measureCampaigns } from '../worker/measure-campaigns.js';
import { startMeasuringFarm, type MeasuringFarm } from '../worker/measuring-farm.js';

const spaces = fileURLToPath(new URL('../../configs/search-spaces/', import.meta.url));
/** Networks are measured so often; operations once, each by a run of its own. */
const repetitions = 3;
const measurement = { runs: 10, warmupRuns: 2 };

/**
 * Networks under XNNPACK, predicted on the virtual phone from single operations that were measured there: how far off predictions are, in all
 * and by operator, and how many measurements lie in their intervals. Networks and operations are measured among each other, for the machine
 * is not always equally fast.
 */
export async function xnnpackNetworksBenchmark(): Promise<void> {
  const farm = await startMeasuringFarm();
  try {
    await farm.addRuntime(runtimeVersion);
    for (const networksCase of cases) await measureCase(farm, networksCase);
  } finally {
    await farm.close();
  }
}

async function measureCase(farm: MeasuringFarm, networksCase: NetworksCase): Promise<void> {
  const { name, delegate, searchSpace, samples, networks } = networksCase;
  const scenarioKey = `1large-t1-float32-${delegate}-${runtimeVersion}`;
  printLine(`  ${name}`);
  const common = { owner: 'bench', seed: 1, scenarios: [scenarioKey], measurement };
  const operations = await buildCampaign(
    { ...common, name: `operations-${delegate}`, operations: [{ searchSpace, samples }] },
    spaces,
  );
  const whole = await buildCampaign(
    {
      ...{ ...common, name: `networks-${delegate}`, repetitions },
      architectures: networks.map((network) => ({ name: network })),
    },
    spaces,
  );
  let told = 0;
  await measureCampaigns(farm, [operations, whole], (over, all) => {
    const tenths = Math.floor((10 * over) / Math.max(1, all));
    if (tenths > told) printLine(`    measured ${over} of ${all} runs`);
    told = Math.max(told, tenths);
  });
  const { database } = farm;
  await trainScenario({
    ...{ database, scenarioKey, seed: 1, codeVersion: 'bench' },
    sampleKinds: ['OPERATIONS'],
  });
  const predictor = createPredictor(await loadRelease(database, { scenarioKey }));
  report(networksCase, await compareNetworks(database, scenarioKey, predictor));
}

function report({ networks, mostErrorPercent }: NetworksCase, compared: readonly ComparedNetwork[]): void {
  const errors = compared.map((network) => 100 * (network.predictedUs / network.measuredUs - 1));
  for (const [index, { name, measuredUs, predictedUs, lowUs, highUs, byOperator }] of compared.entries()) {
    const range = `${lowUs.toFixed(0)} to ${highUs.toFixed(0)} µs`;
    printLine(
      `    ${name.padEnd(24)} ${measuredUs.toFixed(0).padStart(8)} µs measured ${predictedUs.toFixed(0).padStart(8)} µs predicted ${(errors[index] ?? NaN).toFixed(1).padStart(6)} %  ${range}`,
    );
    const parts = [...byOperator].filter((entry) => Math.max(entry[1].measuredUs, entry[1].predictedUs) > 0);
    const texts = parts.map(
      ([operator, sum]) => `${operator} ${sum.measuredUs.toFixed(0)}→${sum.predictedUs.toFixed(0)}`,
    );
    printLine(`      ${texts.join(', ')}`);
  }
  const held = compared.filter(
    ({ measuredUs, lowUs, highUs }) => measuredUs >= lowUs && measuredUs <= highUs,
  );
  const halfWidths = compared.map(({ lowUs, highUs, measuredUs }) => (highUs - lowUs) / 2 / measuredUs);
  printRows([
    {
      measured: 'networks measured',
      value: compared.length,
      unit: 'networks',
      wanted: `all ${networks.length}`,
    },
    {
      measured: 'mean error',
      value: mean(errors.map(Math.abs)),
      unit: '%',
      wanted: `at most ${mostErrorPercent}`,
    },
    { measured: 'intervals that hold', value: held.length, unit: 'networks', wanted: 'at least 85 %' },
    { measured: 'mean half-width', value: 100 * mean(halfWidths), unit: '%', wanted: 'for comparison' },
  ]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
