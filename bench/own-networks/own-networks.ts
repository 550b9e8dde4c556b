import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { watchCampaign } from '../../src/cli/campaigns/watch.js';
import { createContext, type CommandContext } from '../../src/cli/context/context.js';
import { withThrowawayLab } from '../../src/cli/commands/demo/throwaway-lab.js';
import { networkTable, operatorTable } from '../../src/cli/commands/evaluate/evaluation-tables.js';
import type { Services } from '../../src/cli/context/services.js';
import {
  buildArchitecture,
  fitsScenario,
  precisionOfGraph,
  readTflite,
  unfilledInputs,
  writeTflite,
  type Graph,
} from '../../src/graph/index.js';
import { buildCampaign, submitCampaign } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import { parseScenarioKey } from '../../src/records/scenario.js';
import { evaluateFarm, type NetworkReport } from '../../src/trainer/index.js';
import { printLine, printRows } from '../support/benchmark.js';
import { fetchNpmNetworks } from '../support/npm-networks.js';

/** The networks come in two precisions, and a scenario measures those of one. None of them is of integers. */
const scenarios = ['builtin', 'xnnpack'].flatMap((delegate) =>
  ['float32', 'float16weights'].map((precision) => `1large-t1-${precision}-${delegate}-2.15`),
);
const space = fileURLToPath(new URL('space.yaml', import.meta.url));
/** Small enough for a phone that runs in WebAssembly. */
const architectures = [
  ...['mobilenet_wd4', 'mobilenet_wd2', 'mobilenetv2_wd4', 'mobilenetv2b_wd2', 'fdmobilenet_wd2'],
  ...['mobilenetv3_small_wd2', 'squeezenet_v1_1', 'ghostnet', 'resnet18_wd4', 'preresnet18_wd4'],
];
const seed = 7;

/**
 * What somebody sees who comes with networks of their own: operations of a space that was not made for them are measured and learned
 * from, and every network that npm's @mediapipe packages ship and ten architectures are predicted, and measured.
 */
export async function ownNetworksBenchmark(): Promise<void> {
  const { context, close } = createContext({
    ...{ stdout: process.stdout, stderr: process.stderr, cwd: process.cwd(), clock: systemClock },
    signal: new AbortController().signal,
  });
  const folder = await mkdtemp(join(tmpdir(), 'farm-own-networks-'));
  try {
    const networks = await writeNetworks(folder);
    await withThrowawayLab(context, { phones: 1, logger: silentLogger() }, async (services) => {
      const all: NetworkReport[] = [];
      for (const scenario of scenarios) {
        const files = networks.filter(({ graph }) => isMeasurable(graph, scenario)).map(({ file }) => file);
        if (files.length === 0) continue;
        await measure(context, services, scenario, files);
        all.push(...(await judge(services, scenario)));
      }
      printLine('\nall of them');
      printRows(rowsOf(all));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await close();
  }
}

interface WrittenNetwork {
  readonly file: string;
  readonly graph: Graph;
}

async function writeNetworks(folder: string): Promise<WrittenNetwork[]> {
  const shipped = (await fetchNpmNetworks()).map(({ name, bytes }) => ({ name, bytes }));
  const built = architectures.map((name) => ({
    name: `${name}.tflite`,
    bytes: writeTflite(buildArchitecture(name)),
  }));
  return Promise.all(
    [...shipped, ...built].map(async ({ name, bytes }) => {
      const file = join(folder, name);
      await writeFile(file, bytes);
      return { file, graph: readTflite(bytes).graphs[0] };
    }),
  );
}

/** Whether a scenario measures networks of this precision, and the benchmark tool makes values for its inputs. */
function isMeasurable(graph: Graph, scenarioKey: string): boolean {
  const scenario = parseScenarioKey(scenarioKey);
  if (scenario === undefined) throw new Error(`${scenarioKey} is no scenario`);
  return fitsScenario(precisionOfGraph(graph), scenario) && unfilledInputs(graph).length === 0;
}

async function measure(
  { clock, signal, progress }: CommandContext,
  services: Services,
  scenario: string,
  files: readonly string[],
): Promise<void> {
  const stage = progress.stage('measure');
  const campaign = await buildCampaign(
    {
      ...{ name: 'own-networks', owner: 'bench', seed, scenarios: [scenario], repetitions: 2, runsPerJob: 6 },
      operations: [{ searchSpace: space, samples: 500, pack: 10 }],
      files: [...files],
      measurement: { warmupRuns: 1, runs: 5 },
    },
    '.',
  );
  const { id } = await submitCampaign(services.database, services.queues, campaign);
  const { runs } = await watchCampaign(services, id, {
    ...{ clock, signal, patienceMs: 300_000 },
    onProgress: ({ runs: { DONE, FAILED, total } }) =>
      stage.update(`${scenario}: ${DONE + FAILED} of ${total} runs`),
  });
  stage.done(`${scenario}: ${runs.DONE} runs, ${runs.FAILED} refused or failed`);
}

async function judge({ database }: Services, scenarioKey: string): Promise<readonly NetworkReport[]> {
  const evaluation = await evaluateFarm({
    ...{ database, scenarioKey, seed, codeVersion: 'benchmark' },
    sampleKinds: ['OPERATIONS'],
  });
  printLine(`\n${scenarioKey}, learned from single operations of a space not made for these networks`);
  printLine(networkTable(evaluation.networks));
  printLine(operatorTable(evaluation.operators));
  printRows(rowsOf(evaluation.networks));
  return evaluation.networks;
}

function rowsOf(networks: readonly NetworkReport[]) {
  const errors = networks.map(({ errorPercent }) => Math.abs(errorPercent)).sort((a, b) => a - b);
  const mean = (of: (network: NetworkReport) => number) =>
    networks.reduce((sum, network) => sum + of(network), 0) / networks.length;
  const halfWidth = ({ interval, predictedUs }: NetworkReport) =>
    (100 * (interval.highUs - predictedUs)) / predictedUs;
  const held = mean(({ inInterval }) => 100 * Number(inInterval));
  return [
    { measured: 'networks', value: networks.length, unit: '', wanted: '-' },
    { measured: '90 % intervals that hold', value: held, unit: '%', wanted: 'at least 85' },
    { measured: 'median error', value: errors[errors.length >> 1] ?? NaN, unit: '%', wanted: 'at most 8' },
    { measured: 'mean half-width of the intervals', value: mean(halfWidth), unit: '%', wanted: '-' },
  ];
}
