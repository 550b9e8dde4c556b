import { benchmarkToolError } from '../errors.js';
import type { BenchmarkOutput, BenchmarkReport, SampleStatistics } from '../report.js';
import { linesOf } from './lines.js';
import { takeLogLine } from './log-line.js';
import { ProfileReader } from './profile-reader.js';
import { unknownLine } from './refusal.js';
import { ReportBuilder } from './report-builder.js';
import { readResultFile } from './result-file.js';

/**
 * Reads everything that one execution of TFLite's `benchmark_model` wrote, of TF 1.14 to LiteRT 2.x, with and without
 * delegates, with its profile as text or CSV, on stdout or in a file. It goes by what the output says of itself, never by a
 * version number.
 *
 * Within the profile's tables every line has to be understood: an unknown table, column or row throws
 * BENCHMARK_OUTPUT_UNKNOWN with its line number and text. Outside them unknown lines are collected in the report. Output
 * that holds binary data, overlong lines, half a table row or no line of the tool's at all throws
 * BENCHMARK_OUTPUT_UNREADABLE. Time and memory are linear in the input, which may be hostile.
 *
 * It does not judge: a report of a failed or cut-off run is a report too. See `failureOf` and `judge`.
 */
export function parseBenchmarkOutput(output: BenchmarkOutput): BenchmarkReport {
  const report = new ReportBuilder();
  const profile = new ProfileReader();
  const fileProfile = new ProfileReader();
  let recognized = 0;
  for (const line of linesOf(output.stdout, 'stdout')) {
    if (profile.take(line) || takeLogLine(line, report)) recognized += line.text === '' ? 0 : 1;
    else if (profile.isInTable) throw unknownLine(line, 'it stands within a table and is no known message');
  }
  for (const line of linesOf(output.profileCsv ?? '', 'profile')) {
    if (!fileProfile.take(line)) throw unknownLine(line, 'it is no line of a profile');
  }
  for (const line of linesOf(output.stderr, 'stderr')) {
    if (takeLogLine(line, report)) recognized += line.text === '' ? 0 : 1;
  }
  if (recognized === 0 && report.unrecognizedLineCount > 0) {
    throw benchmarkToolError(
      'BENCHMARK_OUTPUT_UNREADABLE',
      "Not one line of the output is the benchmark tool's.",
      { details: { lines: report.unrecognizedLineCount, exitCode: output.exitCode } },
    );
  }
  return finish(output, report, [profile, fileProfile]);
}

function finish(
  output: BenchmarkOutput,
  report: ReportBuilder,
  profiles: readonly ProfileReader[],
): BenchmarkReport {
  const blocks = profiles.map((profile) => profile.finish());
  // A tool that is told to make no warm-up inference has no such phase, and says so among its parameters.
  const isWithoutWarmup = report.parameters.get('Min warmup runs') === '0';
  const [warmup, inference] = isWithoutWarmup ? [undefined, report.phases[0]] : report.phases;
  return {
    exitCode: output.exitCode,
    ...report.finish(),
    ...(warmup?.statistics === undefined ? {} : { warmup: warmup.statistics }),
    ...(inference?.statistics === undefined ? {} : { inference: inference.statistics }),
    ...timingsOfSummary(report, warmup?.statistics, inference?.statistics),
    ...(output.resultFile === undefined ? {} : { resultFile: readResultFile(output.resultFile) }),
    memory: report.memory,
    initializationProfile: blocks.flatMap(({ initialization }) => initialization),
    regularProfile: blocks.flatMap(({ regular }) => regular),
  };
}

/** LiteRT's own tool has no line of timings: they are told by its statistics, and roughly by its summary. */
function timingsOfSummary(
  { summary, timings, initializedUs }: ReportBuilder,
  warmup: SampleStatistics | undefined,
  inference: SampleStatistics | undefined,
): Pick<BenchmarkReport, 'summary' | 'timings'> {
  if (summary.inferenceMeanUs === undefined) return {};
  const exact = {
    initUs: initializedUs ?? summary.initUs,
    firstInferenceUs: warmup?.firstUs ?? summary.firstInferenceUs,
    warmupMeanUs: warmup?.meanUs ?? summary.warmupMeanUs,
    inferenceMeanUs: inference?.meanUs ?? summary.inferenceMeanUs,
  };
  const told = Object.fromEntries(Object.entries(exact).filter(([, us]) => us !== undefined));
  return { summary, timings: timings ?? told };
}
