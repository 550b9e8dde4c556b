import { buildArchitecture, readTflite, type Graph } from '../../../src/graph/index.js';
import {
  firstDifference,
  genuineCuts,
  genuineVersion,
  ownAnswer,
  type GenuineCut,
} from '../../../test/support/genuine-gpu-cuts.js';
import { printLine } from '../../support/benchmark.js';
import { fetchNpmNetworks } from '../../support/npm-networks.js';

/** Prints, by GPU, for how many networks the launches are those of the genuine delegate, and the first difference of each other one. */
export async function printAgreement(): Promise<void> {
  const architectures = genuineCuts('architectures');
  if (architectures !== undefined) compare('architectures', architectures, (name) => buildArchitecture(name));
  const files = genuineCuts('npm-files');
  if (files === undefined) return;
  const networks = new Map((await fetchNpmNetworks()).map(({ name, bytes }) => [name, bytes]));
  compare('networks of npm', files, (name) => {
    const bytes = networks.get(name);
    if (bytes === undefined) throw new Error(`npm brings no ${name}`);
    return readTflite(bytes).graphs[0];
  });
}

function compare(what: string, cuts: readonly GenuineCut[], graphNamed: (name: string) => Graph): void {
  const graphs = new Map<string, Graph>();
  const tally = new Map<string, { same: number; all: number }>();
  for (const { gpu, network, answer } of cuts) {
    const graph = graphs.get(network) ?? graphNamed(network);
    graphs.set(network, graph);
    const counts = tally.get(gpu) ?? { same: 0, all: 0 };
    tally.set(gpu, counts);
    counts.all++;
    const difference = firstDifference(answer, ownAnswer(graph, { gpu, runtimeVersion: genuineVersion }));
    if (difference === '') counts.same++;
    else printLine(`  differs: ${network} on ${gpu}, ${difference}`);
  }
  for (const [gpu, { same, all }] of tally) printLine(`  ${what} on ${gpu}: ${same} of ${all} the same`);
}
