import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import {
  architectureSpace,
  buildArchitecture,
  sampleArchitecture,
  type Graph,
  type GraphDescription,
} from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';
import type { LoadedRelease, Predictor } from '../../../src/predictor/index.js';
import { medianMs, printLine, printRows, type BenchmarkRow } from '../../support/benchmark.js';
import { exampleGpuRelease, gpu } from './gpu-release.js';
import { median } from '../../../src/learning/validation/averages.js';

/** What a build of this program can do, this one or another. */
interface Build {
  readonly describe: (graph: Graph) => GraphDescription;
  readonly predictor: (release: LoadedRelease, options: { gpu: string }) => Predictor;
}

const networksOfSpace = 40;
const rounds = 7;

/**
 * Networks a second that are cut and predicted, and described before, by this checkout's `dist` (made by `npm run build`) and, in turns with
 * it, by the `dist` in the folder `baseline`. Each network of a round is another one; what operations take is known, as after the first
 * minutes of a search.
 */
export async function printSpeed(baseline: string | undefined): Promise<void> {
  const release = exampleGpuRelease();
  const own = await buildIn('.');
  const other = baseline === undefined ? undefined : await buildIn(baseline);
  const rows: BenchmarkRow[] = [];
  for (const [name, graphs] of networkSets()) {
    const ours = workOf(own, release, graphs);
    const theirs = other === undefined ? undefined : workOf(other, release, graphs);
    for (const task of ['predict', 'describe and predict'] as const) {
      const [here, there] = alternating(ours[task], theirs?.[task]);
      rows.push(row(`${name}: ${task}`, graphs.length / here, '-'));
      if (there === undefined) continue;
      rows.push(row(`${name}: ${task}, in ${baseline ?? ''}`, graphs.length / there, '-'));
      rows.push({
        measured: `${name}: ${task}, times as many`,
        value: there / here,
        unit: '',
        wanted: 'at least 4',
      });
    }
  }
  printRows(rows);
  if (other === undefined) printLine('  beside another build: --baseline FOLDER, which holds its dist');
}

function row(measured: string, networksAMs: number, wanted: string): BenchmarkRow {
  return { measured, value: 1000 * networksAMs, unit: 'a second', wanted };
}

function networkSets(): [string, Graph[]][] {
  const random = randomFromSeed(7);
  const space = architectureSpace('proxylessnas');
  const sampled = Array.from({ length: networksOfSpace }, (_, index) =>
    buildArchitecture(sampleArchitecture(space, random, index).name),
  );
  const known = ['mobilenetv2_w1', 'mobilenetv2_w3d4', 'mobilenetv2_wd2'].map((name) =>
    buildArchitecture(name),
  );
  return [
    ['MobileNetV2 of three widths', known],
    ['sampled from ProxylessNAS', sampled],
  ];
}

function workOf({ describe, predictor }: Build, release: LoadedRelease, graphs: readonly Graph[]) {
  const made = predictor(release, { gpu });
  return {
    predict: () => {
      for (const graph of graphs) made.predict(graph);
    },
    'describe and predict': () => {
      for (const graph of graphs) {
        describe(graph);
        made.predict(graph);
      }
    },
  };
}

/** Milliseconds of CPU time of two pieces of work, in turns: medians over the rounds. */
function alternating(work: () => void, other: (() => void) | undefined): [number, number | undefined] {
  const [times, otherTimes]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times.push(medianMs(work, { rounds: 1 }));
    if (other !== undefined) otherTimes.push(medianMs(other, { rounds: 1 }));
  }
  return [median(times), other === undefined ? undefined : median(otherTimes)];
}

/** Builds of before and after predictors had a room of their own. */
async function buildIn(folder: string): Promise<Build> {
  const dist = join(resolve(folder), 'dist');
  const room = ['predictor', 'trainer'].find((name) => existsSync(join(dist, name, 'index.js')));
  if (room === undefined) throw new Error(`${dist} is no build of this program`);
  const graph = (await load(join(dist, 'graph', 'index.js'))) as { describeGraph: Build['describe'] };
  const predictor = (await load(join(dist, room, 'index.js'))) as { createPredictor: Build['predictor'] };
  return { describe: graph.describeGraph, predictor: predictor.createPredictor };
}

function load(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}
