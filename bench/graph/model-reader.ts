import type * as graph from '../../src/graph/index.js';
import { median } from '../../src/learning/validation/averages.js';
import { medianMs, printLine, printRows } from '../support/benchmark.js';
import { builtModule, compiledModule } from '../support/compiled.js';
import { fetchNpmNetworks } from '../support/npm-networks.js';
import type * as alone from './flatbuffers-alone.js';

/** Networks of real use, the one of ten megabytes first. */
const networks = [
  'npmpack-objectron__object_detection_ssd_mobilenetv2_oidv4_fp16.tflite',
  'npm-holistic__pose_landmark_heavy.tflite',
  'npmpack-face__face_landmark_with_attention.tflite',
];

/**
 * How long files are read and described for, beside reading them with `flatbuffers` alone, turn by turn in one run. Both as `tsc` compiles
 * them: what users run is the build, and tsx wraps functions in code that only one of the two would pay for.
 */
export async function modelReaderBenchmark(): Promise<void> {
  const { describeGraph, readTflite } = (await builtModule('graph/index.js')) as typeof graph;
  const { readWithFlatbuffers } = (await compiledModule(
    new URL('flatbuffers-alone.ts', import.meta.url),
  )) as typeof alone;
  const files = await fetchNpmNetworks();
  for (const wanted of networks) {
    const bytes = files.find(({ name }) => name === wanted)?.bytes;
    if (bytes === undefined) throw new Error(`no package of npm brings ${wanted} any more`);
    const ourMs: number[] = [];
    const aloneMs: number[] = [];
    for (let round = 0; round < 5; round++) {
      aloneMs.push(medianMs(() => readWithFlatbuffers(bytes), { rounds: 3, atLeastMs: 100 }));
      ourMs.push(medianMs(() => describeGraph(readTflite(bytes).graphs[0]), { rounds: 3, atLeastMs: 100 }));
    }
    const [ours, alone] = [median(ourMs), median(aloneMs)];
    printLine(`  ${wanted}, ${(bytes.length / 1e6).toFixed(1)} MB`);
    printRows([
      { measured: 'read with flatbuffers alone', value: alone, unit: 'ms', wanted: 'the measure' },
      { measured: 'read and described', value: ours, unit: 'ms', wanted: 'below 1.5 times as long' },
      { measured: 'times as long', value: ours / alone, unit: '', wanted: 'at most 1.5' },
    ]);
  }
}
