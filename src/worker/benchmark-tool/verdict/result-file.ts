import type { BenchmarkReport } from '../report.js';
import { sixDigits } from './rounding.js';

/**
 * Where the result file says something else than what the same tool printed of the same numbers; `undefined` where it does not. Printed are means
 * and megabytes of six digits and whole microseconds; written is single precision.
 */
export function differentResultFile(report: BenchmarkReport): string | undefined {
  const { resultFile: file, inference, warmup, timings, memory, summary } = report;
  if (file === undefined) return undefined;
  return (
    differentCount(file.inferenceCount, inference?.count ?? 0) ??
    differentNumber('µs', 1 + 1e-6, [
      ['the mean inference', inference?.meanUs, file.meanUs],
      ['the least inference', inference?.minUs, file.minUs],
      ['the greatest inference', inference?.maxUs, file.maxUs],
      ['the deviation', inference?.stdUs, file.stdUs],
      ['the 5th percentile', inference?.p5Us, file.p5Us],
      ['the median', inference?.medianUs, file.medianUs],
      ['the 95th percentile', inference?.p95Us, file.p95Us],
      ['the initialization', summary === undefined ? timings?.initUs : undefined, file.initUs],
      ['the first inference', warmup?.firstUs, file.firstInferenceUs],
      ['the mean warm-up', warmup?.meanUs, file.warmupMeanUs],
    ]) ??
    // LiteRT's own tool prints hundredths of milliseconds of it, and of megabytes.
    differentNumber('µs', 6, [['the initialization', summary?.initUs, file.initUs]]) ??
    differentNumber('MB', 0.01, [
      ['the memory after loading', memory.initMb, file.initMb],
      ['the memory at the end', memory.overallMb, file.overallMb],
      ['the peak of memory', memory.monitoredPeakMb, file.peakMb],
    ])
  );
}

function differentCount(written: number | undefined, printed: number): string | undefined {
  if (written === undefined || written === printed) return undefined;
  return `the result file is of ${written} inferences, and what is printed of ${printed}`;
}

function differentNumber(
  unit: string,
  slack: number,
  pairs: readonly (readonly [what: string, printed: number | undefined, written: number | undefined])[],
): string | undefined {
  const different = pairs.find(
    ([, printed, written]) =>
      printed !== undefined &&
      written !== undefined &&
      Math.abs(printed - written) > slack + 2 * sixDigits * Math.abs(printed),
  );
  if (different === undefined) return undefined;
  const [what, printed, written] = different;
  return `${what} is ${printed} ${unit} where it is printed, and ${written} ${unit} in the result file`;
}
