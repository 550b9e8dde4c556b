import { parseBlockTable } from '../../src/exchange/published/block-table.js';
import type { LearnerName } from '../../src/learning/learners/catalogue.js';
import { randomFromSeed } from '../../src/learning/random/random.js';
import { fitKernelSet, learnedGroups } from '../../src/trainer/fit/fit-kernel-set.js';
import type { LatencyRow } from '../../src/trainer/material/latency-rows.js';
import { sharedDataText } from '../../test/support/shared-data.js';
import { printLine, printRows } from '../support/benchmark.js';

const seeds = 5;
/** Half the error of a first study, extra-trees on the fields of the key; none was made at 200. */
const wantedPercent: Readonly<Record<number, string>> = { 200: '-', 400: 'at most 6', 800: 'at most 4.2' };

/** The CPU's blocks of `conv` type: learned from a few hundred, predicted for the rest. */
export function blocksBenchmark(): void {
  const text = sharedDataText('phones/tflite_cpu_block_lut_pixel4.csv');
  if (text === undefined) return;
  const rows = parseBlockTable(text, 'tflite_cpu_block_lut_pixel4.csv', 'pixel4');
  const blocks = rows.filter(({ kernelGroup }) => kernelGroup === 'conv');
  printLine(`${blocks.length} conv blocks of the pixel4's CPU, ${seeds} seeds, medians`);
  for (const learner of ['roofline', 'roofline-gaussian-process'] as const) {
    printRows(
      [200, 400, 800].map((count) => ({
        measured: `${learner}, from ${count} blocks`,
        value: medianError(blocks, count, learner),
        unit: '% off',
        wanted: wantedPercent[count] ?? '-',
      })),
    );
  }
}

function medianError(blocks: readonly LatencyRow[], count: number, learner: LearnerName): number {
  const errors = Array.from({ length: seeds }, (_, seed) => {
    const random = randomFromSeed(seed);
    const shuffled = random.shuffle(blocks);
    const groups = learnedGroups(shuffled.slice(0, count));
    const choices = groups.map(({ kernelGroup }) => ({ kernelGroup, learner, mapePercent: {} }));
    const origin = { seed, codeVersion: 'benchmark', trainingSetHash: '' };
    const kernels = fitKernelSet(groups, choices, random.split('fit'), origin);
    const rest = shuffled.slice(count);
    const sum = rest.reduce((total, { kernelGroup, features, latencyUs }) => {
      return total + Math.abs(kernels.predict(kernelGroup, features).latencyUs / latencyUs - 1);
    }, 0);
    return (100 * sum) / rest.length;
  });
  return errors.sort((a, b) => a - b)[seeds >> 1] as number;
}
