import { existsSync, readFileSync } from 'node:fs';
import { parseBenchmarkOutput } from '../../../../src/worker/benchmark-tool/index.js';
import type { BenchmarkOutput, BenchmarkReport } from '../../../../src/worker/benchmark-tool/index.js';

const golden = new URL('../golden/', import.meta.url);

/** The output of a version of the tool, as the facts about its source and its users' logs say it is. */
export function goldenOutput(name: string): BenchmarkOutput {
  const profileCsv = textOf(`${name}.csv`);
  return {
    stdout: readFileSync(new URL(`${name}.stdout`, golden), 'utf8'),
    stderr: textOf(`${name}.stderr`),
    exitCode: 0,
    ...(profileCsv === '' ? {} : { profileCsv }),
  };
}

export function goldenReport(name: string): BenchmarkReport {
  return parseBenchmarkOutput(goldenOutput(name));
}

function textOf(file: string): string {
  const url = new URL(file, golden);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
