import type { LitertSummary } from '../report.js';
import type { KnownLine } from './known-lines.js';
import { streamedValue } from './numbers.js';

/** What LiteRT's own logger puts before a line: the source file and line that wrote it. */
const origin = '(?:\\[[\\w./-]{1,100}:\\d{1,6}\\] ?)?';

/** Lines of LiteRT's `benchmark_litert_model` that say nothing that is kept, or what other lines say too. */
const idleLines = [
  '',
  '={10} BENCHMARK RESULTS ={10}',
  '={20,60}',
  'No inference runs were performed\\.',
  'Throughput: +[0-9.e+-]+ MB/s',
  'No throughput data available \\(throughput <= 0\\)\\.',
  'Memory Usage:',
  'Peak memory usage not available\\. \\(peak_mem_mb <= 0\\)',
  'Sav(?:ing|ed) benchmark result to: .*',
  'Event: .*',
  'Loading model from: .*',
  '(?:dispatch_library|compiler_plugin_library|compiler_cache)_path: .*',
  'Flatbuffer model initialized (?:directly from incoming litert|from cached) model\\.',
  'JIT compilation changed model, reserializing\\.\\.\\.',
  'Applying compiler plugins\\.\\.\\.',
  '\\d{1,3} compiler plugins were applied successfully: .*',
  'Partitioned subgraph<\\d{1,6}>, selected \\d{1,7} ops, from a total of \\d{1,7} ops.*',
];

/** Titles of the summary, in milliseconds with two decimals. */
const timeTitles: Readonly<Record<string, Exclude<keyof LitertSummary, 'inferenceCount'>>> = {
  'Model initialization': 'initUs',
  'Warmup (first)': 'firstInferenceUs',
  'Warmup (avg)': 'warmupMeanUs',
  'Inference (avg)': 'inferenceMeanUs',
  'Inference (min)': 'inferenceMinUs',
  'Inference (max)': 'inferenceMaxUs',
  'Inference (std)': 'inferenceStdUs',
};

/** Titles of memory, in megabytes of 1,024 × 1,024 bytes. */
const memoryTitles = {
  'Init footprint': 'initMb',
  'Overall footprint': 'overallMb',
  'Peak memory': 'monitoredPeakMb',
} as const;

/**
 * What LiteRT's `benchmark_litert_model` writes in the place of `benchmark_model`'s line of timings (litert/tools/benchmark_litert_model.h, LiteRT
 * 2.x). The lines of statistics before it are those of both.
 */
export const litertLines: readonly KnownLine[] = [
  ...idleLines.map((text): KnownLine => ({ pattern: new RegExp(`^${origin}${text}$`), read: () => true })),
  {
    pattern: new RegExp(
      `^${origin}((?:Model|Warmup|Inference) [a-z()]{5,14}): +([0-9.e+-]+)(?: ms)?(?: \\((\\d{1,9}) runs\\))?$`,
    ),
    read: (report, [title = '', text = '', runs]) => {
      const name = Object.hasOwn(timeTitles, title) ? timeTitles[title] : undefined;
      const milliseconds = streamedValue(text);
      if (name === undefined || milliseconds === undefined || report.summary[name] !== undefined)
        return false;
      report.summary[name] = milliseconds * 1000;
      if (name === 'inferenceMeanUs' && runs !== undefined) report.summary.inferenceCount = Number(runs);
      return true;
    },
  },
  {
    pattern: new RegExp(`^${origin}(Init footprint|Overall footprint|Peak memory): +([0-9.e+-]+) MB$`),
    read: (report, [title = '', text = '']) => {
      const megabytes = streamedValue(text);
      if (megabytes === undefined) return false;
      report.memory[memoryTitles[title as keyof typeof memoryTitles]] = megabytes;
      return true;
    },
  },
];
