import type { DelegateApplication, InferenceTimings } from '../report.js';
import { streamedValue } from './numbers.js';
import type { ReportBuilder } from './report-builder.js';
import { parseStatistics } from './statistics.js';

/**
 * A kind of line that stands outside the tables. `read` gets the captured groups and returns false when they make no sense,
 * in which case the line counts as unknown. Sources: TFLite's tools/benchmark/benchmark_model.cc,
 * benchmark_tflite_model.cc, tools/delegates/*.cc and the runtime's own log.
 */
export interface KnownLine {
  readonly pattern: RegExp;
  readonly read: (report: ReportBuilder, groups: readonly string[]) => boolean;
}

const number = '(-?[0-9.e+a-z]{1,40}|-?inf)';

/** More flags than any version echoes. */
const mostParameters = 1000;

/** Lines that say nothing that is kept. */
const idleLines: readonly RegExp[] = [
  /^$/,
  /^STARTING!$/,
  /^resolved reporter$/,
  /^Note: as the benchmark tool itself affects memory footprint, .*$/,
  /^Memory status at the end of exec?ution:$/,
  /^Going to apply \d+ delegates? one after another\.?$/,
  /^Initialized TensorFlow Lite runtime\.$/,
  /^Loaded OpenCL library with dlopen\.$/,
  /^Created \d+ GPU delegate kernels\.$/,
  /^Applying \d+ TensorFlow Lite delegate\(s\) lazily\.$/,
  /^NNAPI accelerators available: \[.*\]$/,
  /^NNAPI SL accelerators available: \[.*\]$/,
];

export const knownLines: readonly KnownLine[] = [
  ...idleLines.map((pattern): KnownLine => ({ pattern, read: () => true })),
  {
    pattern: /^Clock source: \[(.*)\]$/,
    read: (report, [clock = '']) => {
      report.clockSource = clock;
      return clock !== '';
    },
  },
  {
    pattern: /^([^:[\]]{1,100}?) {0,4}: \[(.*)\]$/,
    read: (report, [description = '', value = '']) => {
      const known = report.parameters.get(description);
      if (known !== undefined || report.parameters.size >= mostParameters) return known === value;
      report.parameters.set(description, value);
      return true;
    },
  },
  {
    pattern: /^Unconsumed cmdline flags:(.*)$/,
    read: (report, [flags = '']) => {
      report.addUnconsumedFlags(flags);
      return true;
    },
  },
  {
    pattern: /^Duplicate flags:(.*)$/,
    read: (report, [flags = '']) => {
      report.addDuplicateFlags(flags);
      return true;
    },
  },
  {
    pattern: /^Loaded model (.*)$/,
    read: (report, [path = '']) => {
      report.modelPath = path;
      return true;
    },
  },
  {
    pattern: new RegExp(`^The input model file size \\(MB\\): ${number}$`),
    read: (report, [size = '']) => isDefined((report.modelSizeMb = finite(size))),
  },
  {
    pattern: new RegExp(`^Initialized session in ${number}ms\\.?$`),
    read: (report, [duration = '']) => {
      const durationMs = finite(duration);
      report.initializedUs = durationMs === undefined ? undefined : Math.round(durationMs * 1000);
      return durationMs !== undefined;
    },
  },
  {
    pattern: /^Running benchmark for at least \d+ iterations(?: and at least .*)?$/,
    read: (report) => {
      report.phases.push({});
      return report.phases.length <= 2;
    },
  },
  {
    pattern: /^(count=\d.*)$/,
    read: (report, [text = '']) => {
      const phase = report.phases.at(-1);
      const statistics = parseStatistics(text);
      if (phase === undefined || phase.statistics !== undefined || statistics === undefined) return false;
      phase.statistics = statistics;
      return true;
    },
  },
  {
    pattern: /^(?:Average inference|Inference) timings in us: (.*)$/,
    read: (report, [fields = '']) => isDefined((report.timings ??= inferenceTimings(fields))),
  },
  {
    pattern: /^(.*) delegate created\.$/,
    read: (report, [delegate = '']) => {
      report.addCreatedDelegate(delegate);
      return true;
    },
  },
  {
    pattern: /^Created TensorFlow Lite (?:delegate for )?([A-Za-z]+?)(?: delegate for CPU)?\.$/,
    read: (report, [delegate = '']) => {
      report.addCreatedDelegate(delegate);
      return true;
    },
  },
  {
    pattern:
      /^(?:Explicitly a|A)pplied (.*?) delegate, and the model graph will be (completely|partially) executed (?:by|w\/) the delegate(?: w\/ (\d{1,6}) delegate kernels)?\.$/,
    read: (report, [delegate = '', extent = '', partitions]) => {
      report.addApplication(application(delegate, extent, partitions));
      return true;
    },
  },
  {
    pattern:
      /^Though (.*?) delegate is explicitly applied, the model graph will not be executed by the delegate\.$/,
    read: (report, [delegate = '']) => {
      report.addApplication({ delegate, extent: 'none' });
      return true;
    },
  },
  {
    pattern:
      /^Replacing (\d{1,7}) out of (\d{1,7}) node\(s\) with delegate \((.{0,200})\) node, yielding (\d{1,7}) partitions(?: for .*)?\.?$/,
    read: (report, [nodes, of, delegate = '', partitions]) => {
      report.addDelegatedNodes({
        ...{ delegate, nodes: Number(nodes), of: Number(of), partitions: Number(partitions) },
      });
      return true;
    },
  },
  {
    pattern: /^Initialized (OpenCL|OpenGL)-based API\.$/,
    read: (report, [name]) => {
      report.addGpuInterface(name === 'OpenCL' ? 'OpenCL' : 'OpenGL');
      return true;
    },
  },
  {
    pattern: /^Falling back to OpenGL\.?$/,
    read: (report) => {
      report.addGpuInterface('OpenGL');
      return true;
    },
  },
  {
    pattern: /^Following operations are not supported by .* delegate:$/,
    read: (report) => (report.isListingUnsupported = true),
  },
  {
    pattern: /^(?:\d+|All|No) operations will run on the GPU(?:, .*|\.)?$/,
    read: (report) => {
      report.isListingUnsupported = false;
      return true;
    },
  },
  // Printed with the accelerators that there are behind it, where the phone tells them.
  {
    pattern: /^(nnapi accelerator name|NNAPI accelerator name): \[([^\]]{0,200})\](?: \(Available: .*\))?$/,
    read: (report, [description = '', value = '']) => {
      report.parameters.set(description, value);
      return true;
    },
  },
  {
    pattern:
      /^(Could not create .+ delegate: .*|Could not find the specified NNAPI accelerator: .*|NN API returned error .*)$/,
    read: (report, [text = '']) => {
      report.addError(text);
      return true;
    },
  },
  {
    pattern: /^(.+ acceleration is unsupported on this platform.*)$/,
    read: (report, [text = '']) => {
      report.addError(text);
      return true;
    },
  },
  {
    pattern: /^Warning: Dropping ProfileBuffer event\.$/,
    read: (report) => {
      report.droppedProfileEvents += 1;
      return true;
    },
  },
  {
    pattern: new RegExp(`^Peak memory footprint \\(MB\\): init=${number} overall=${number}$`),
    read: (report, [init, overall]) => footprint(report, 'peak', init, overall),
  },
  {
    pattern: new RegExp(
      `^Memory footprint delta from the start of the tool \\(MB\\): init=${number} overall=${number}$`,
    ),
    read: (report, [init, overall]) => footprint(report, 'delta', init, overall),
  },
  {
    pattern: new RegExp(`^Overall peak memory footprint \\(MB\\) via periodic monitoring: ${number}$`),
    read: (report, [peak = '']) => {
      const peakMb = finite(peak);
      if (peakMb !== undefined) report.memory.monitoredPeakMb = peakMb;
      return peakMb !== undefined;
    },
  },
  {
    pattern: new RegExp(`^[-+] ((?:Vm|Rss)[A-Za-z +]{1,40}?)\\s*: ${number} MB$`),
    read: (report, [title = '', size = '']) => {
      const sizeMb = finite(size);
      if (sizeMb !== undefined) report.memory.statusMb[title] = sizeMb;
      return sizeMb !== undefined;
    },
  },
];

function application(delegate: string, extent: string, partitions: string | undefined): DelegateApplication {
  return {
    delegate,
    extent: extent === 'completely' ? 'complete' : 'partial',
    ...(partitions === undefined ? {} : { partitions: Number(partitions) }),
  };
}

/** Titles of the timings line, of TF 1.14 (`Warmup`, `no stats`), 1.15 to 2.0 (`Inference`) and later. */
const timingTitles: Readonly<Record<string, keyof InferenceTimings>> = {
  Init: 'initUs',
  'First inference': 'firstInferenceUs',
  Warmup: 'warmupMeanUs',
  'Warmup (avg)': 'warmupMeanUs',
  'no stats': 'inferenceMeanUs',
  Inference: 'inferenceMeanUs',
  'Inference (avg)': 'inferenceMeanUs',
};

function inferenceTimings(fields: string): InferenceTimings | undefined {
  const timings: Partial<Record<keyof InferenceTimings, number>> = {};
  for (const field of fields.split(', ')) {
    const [title = '', text = ''] = field.split(': ');
    const key = Object.hasOwn(timingTitles, title) ? timingTitles[title] : undefined;
    const value = streamedValue(text.trim());
    if (key === undefined || value === undefined) return undefined;
    if (Number.isFinite(value)) timings[key] = value;
  }
  return timings;
}

function footprint(
  report: ReportBuilder,
  kind: 'peak' | 'delta',
  init: string | undefined,
  overall: string | undefined,
): boolean {
  const initMb = finite(init ?? '');
  const overallMb = finite(overall ?? '');
  if (initMb === undefined || overallMb === undefined) return false;
  Object.assign(report.memory, { kind, initMb, overallMb });
  return true;
}

function finite(text: string): number | undefined {
  const value = streamedValue(text);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function isDefined(value: unknown): boolean {
  return value !== undefined;
}
