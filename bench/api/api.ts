import { sampleArchitectures } from '../../src/orchestrator/index.js';
import { architectureSpace, buildArchitecture, builtForScenario } from '../../src/graph/index.js';
import type { FarmClient } from '../../src/client/index.js';
import { createPredictor, refuseMisfit, type LoadedRelease } from '../../src/predictor/index.js';
import { predictionRow } from '../../src/predictor/networks/prediction-row.js';
import { printRows } from '../support/benchmark.js';
import { scenarioKey, startServedBench } from './served-bench.js';

/** Short enough that no turn lets the other side wait for as long as idle connections are kept. */
const batchSize = 300;
const rounds = 5;
const singles = 600;
/** Callers that ask for one prediction after the other, at once. */
const callers = 4;

/** Predictions over HTTP beside those in process, of the same names, by the same release, turn by turn. */
export async function apiBenchmark(): Promise<void> {
  const bench = await startServedBench(['mobilenetv2_w1', 'mobilenetv3_large_w1', 'proxylessnas_cpu']);
  try {
    const space = architectureSpace('proxylessnas');
    const sampled = sampleArchitectures({ name: space.name, space }, batchSize * (rounds + 1), 1);
    const batches = Array.from({ length: rounds + 1 }, (_, round) =>
      sampled.slice(round * batchSize, (round + 1) * batchSize).map(({ name }) => name),
    );
    const [first = [], ...measured] = batches;
    const predictHere = inProcess(bench.release);
    predictHere(first);
    await predictThere(bench.client, first);
    const shares: { readonly here: number; readonly there: number }[] = [];
    for (const names of measured) {
      const here = await rateOf(names.length, () => predictHere(names));
      shares.push({ here, there: await rateOf(names.length, () => predictThere(bench.client, names)) });
    }
    const waits = (await Promise.all(Array.from({ length: callers }, () => waitsOf(bench.client)))).flat();
    waits.sort((a, b) => a - b);
    const medianMs = waits[Math.floor(waits.length / 2)] ?? NaN;
    const slowMs = waits[Math.floor(waits.length * 0.99)] ?? NaN;
    printRows([
      {
        measured: 'networks in process',
        value: median(shares.map(({ here }) => here)),
        unit: 'a second',
        wanted: '-',
      },
      {
        measured: 'networks over HTTP',
        value: median(shares.map(({ there }) => there)),
        unit: 'a second',
        wanted: '-',
      },
      {
        measured: 'over HTTP to in process, turn by turn',
        value: median(shares.map(({ here, there }) => there / here)),
        unit: '',
        wanted: 'at least 0.8',
      },
      { measured: `one prediction, ${callers} callers, median`, value: medianMs, unit: 'ms', wanted: '-' },
      { measured: 'the slowest of a hundred', value: slowMs, unit: 'ms', wanted: '-' },
      { measured: 'the slowest to the median', value: slowMs / medianMs, unit: '', wanted: 'at most 3' },
    ]);
  } finally {
    await bench.close();
  }
}

/** What `farm predict` does with names of architectures. */
function inProcess(release: LoadedRelease): (names: readonly string[]) => void {
  const predictor = createPredictor(release);
  const precision = builtForScenario(release.scenario);
  return (names) => {
    for (const name of names) {
      const graph = buildArchitecture(name, precision && { precision });
      refuseMisfit(graph, name, release);
      predictionRow(name, release, predictor.predict(graph));
    }
  };
}

async function predictThere(client: FarmClient, networks: string[]): Promise<void> {
  await client.POST('/v1/predictions', { body: { networks, scenarios: [scenarioKey] } });
}

async function rateOf(count: number, work: () => void | Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return (1000 * count) / (performance.now() - beganMs);
}

/** How long one caller waits for each of his predictions, ms. */
async function waitsOf(client: FarmClient): Promise<number[]> {
  const body = { network: 'mobilenetv2_w1', scenario: scenarioKey };
  const waits: number[] = [];
  for (let asked = 0; asked < singles / callers; asked++) {
    const beganMs = performance.now();
    await client.POST('/v1/prediction', { body });
    waits.push(performance.now() - beganMs);
  }
  return waits;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
