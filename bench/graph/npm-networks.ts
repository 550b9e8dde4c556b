import { countText } from '../../src/cli/output/format.js';
import { renderTable } from '../../src/cli/output/table.js';
import { describeGraph, readTflite, type Graph } from '../../src/graph/index.js';
import { gpuKernels } from '../../src/graph/kernels/index.js';
import { createPredictor, leftOutText, type Predictor } from '../../src/predictor/index.js';
import { printLine } from '../support/benchmark.js';
import { fetchNpmNetworks, type NpmNetwork } from '../support/npm-networks.js';
import { exampleGpuRelease, gpu } from './gpu-cut/gpu-release.js';
import { measureFiles, refusalStep, runtimeVersion, type Step } from './measured-files.js';

/**
 * What the program makes of networks as they are, every `.tflite` file of npm's @mediapipe packages: described, cut for a GPU,
 * predicted there (by a release of made-up times: whether the whole network is known is what is looked at), and measured on the virtual phone
 * in the scenario of its precision; or refused, and why.
 */
export async function npmNetworksBenchmark(): Promise<void> {
  const networks = await fetchNpmNetworks();
  const predictor = createPredictor(exampleGpuRelease());
  const measured = await measureFiles(networks);
  const right = 'right' as const;
  const whys: string[] = [];
  const rows = networks.map((network) => {
    const { cells, refusals } = stepsOf(network, predictor, measured.get(network.name));
    for (const refusal of refusals) whys.push(`${network.name}: ${refusal}`);
    return [network.name, ...cells];
  });
  printLine(
    renderTable(
      [
        { heading: 'network' },
        { heading: 'operations', align: right },
        { heading: 'FLOP', align: right },
        { heading: `kernels on ${gpu}`, align: right },
        { heading: 'predicted' },
        { heading: `measured, ${runtimeVersion}`, align: right },
        { heading: 'refused', align: right },
      ],
      rows,
    ),
  );
  for (const why of whys) printLine(`  ${why}`);
}

function stepsOf({ bytes }: NpmNetwork, predictor: Predictor, measured: Step | undefined) {
  const graph = tried(() => readTflite(bytes).graphs[0]);
  const missing: Step = { text: 'not tried' };
  const { value } = graph;
  const steps: Step[] =
    value === undefined
      ? [graph, missing, missing, missing]
      : [
          { text: String(value.operations.length) },
          tried(
            () => value,
            (each) => countText(describeGraph(each).flops),
          ),
          tried(
            () => gpuKernels(value, { gpu, runtimeVersion: '2.15' }),
            ({ length }) => String(length),
          ),
          predicted(value, predictor),
        ];
  steps.push(measured ?? missing);
  const refusals = steps.flatMap(({ refused }) => refused ?? []);
  return { cells: [...steps.map(({ text }) => text), String(refusals.length)], refusals };
}

function predicted(graph: Graph, predictor: Predictor): Step {
  const { value, ...step } = tried(() => predictor.predict(graph));
  if (value === undefined) return step;
  if (!value.complete) return { text: 'in part', refused: `left out: ${leftOutText(value.unknown)}` };
  const { interval, totalUs } = value;
  const isRight = [totalUs, interval.lowUs, interval.highUs].every((us) => Number.isFinite(us) && us >= 0);
  if (!isRight) throw new Error(`predicted as ${totalUs} µs, ${interval.lowUs} to ${interval.highUs}`);
  return { text: 'whole' };
}

/** What work gives, as a cell; refusals that are named are cells too, and anything else ends the benchmark. */
function tried<T>(work: () => T, textOf: (value: T) => string = String): Step & { readonly value?: T } {
  try {
    const value = work();
    return { text: textOf(value), value };
  } catch (error) {
    return refusalStep(error);
  }
}
