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
/** Networks that are seen once only, a round's. */
const freshNetworks = 120;
/** Networks that a search has seen before. */
const seenBefore = 200;

/**
 * Networks a second that are cut and predicted, and described before, by this checkout's `dist` (made by `npm run build`) and, in turns with
 * it, by the `dist` in the folder `baseline`. Each network of a round is another one; what operations take is known, as after the first
 * minutes of a search. And of networks that come for the first time, as all do in a search, after others of their space.
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
  rows.push(...freshRows(own, other, release));
  printRows(rows);
  if (other === undefined) printLine('  beside another build: --baseline FOLDER, which holds its dist');
}

/** Of networks that no predictor has seen. */
function freshRows(own: Build, other: Build | undefined, release: LoadedRelease): BenchmarkRow[] {
  const draw = sampler(11);
  const before = Array.from({ length: seenBefore }, draw);
  const sets = Array.from({ length: rounds }, () => Array.from({ length: freshNetworks }, draw));
  const builds = other === undefined ? [own] : [own, other];
  const predictors = builds.map((build) => build.predictor(release, { gpu }));
  for (const predictor of predictors) for (const graph of before) predictor.predict(graph);
  const times = predictors.map(() => [] as number[]);
  for (const graphs of sets) {
    for (const [which, predictor] of predictors.entries()) {
      times[which]?.push(cpuMs(() => graphs.forEach((graph) => predictor.predict(graph))));
    }
  }
  const [here = NaN, there] = times.map(median);
  const name = `ProxylessNAS after ${seenBefore} others: predict, each once`;
  const rows = [row(name, freshNetworks / here, '-')];
  if (there === undefined) return rows;
  const wanted = 'at least 4';
  return [...rows, { measured: `${name}, times as many`, value: there / here, unit: '', wanted }];
}

function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Draws networks of ProxylessNAS's space, each another one. */
function sampler(seed: number): () => Graph {
  const random = randomFromSeed(seed);
  const space = architectureSpace('proxylessnas');
  let drawn = 0;
  return () => buildArchitecture(sampleArchitecture(space, random, drawn++).name);
}

function row(measured: string, networksAMs: number, wanted: string): BenchmarkRow {
  return { measured, value: 1000 * networksAMs, unit: 'a second', wanted };
}

function networkSets(): [string, Graph[]][] {
  const sampled = Array.from({ length: networksOfSpace }, sampler(7));
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
