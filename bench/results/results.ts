import { readFileSync, writeFileSync } from 'node:fs';

import { systemClock } from '../../src/platform/index.js';
import { compareRows, readResults, resultsText, rowsIn } from './results-file.js';
import type { BenchmarkResult, ComparedRow } from './results-file.js';
import { machineText, runBenchmark } from './run-benchmark.js';

const file = new URL('../RESULTS.md', import.meta.url);

/** Runs benchmarks one after the other and puts what they print in place of what `bench/RESULTS.md` has of them. */
export async function recordResults(names: readonly string[], args: readonly string[]): Promise<void> {
  for (const name of names) {
    const result = await measured(name, args);
    const others = readResults(readFileSync(file, 'utf8')).filter((other) => other.name !== name);
    writeFileSync(file, resultsText([...others, result]));
  }
}

/** Runs benchmarks again, those of `bench/RESULTS.md` where none is named, and prints each figure beside the one kept there. */
export async function compareResults(
  names: readonly string[],
  args: readonly string[],
  json: boolean,
): Promise<void> {
  const kept = readResults(readFileSync(file, 'utf8'));
  const wanted = names.length > 0 ? kept.filter(({ name }) => names.includes(name)) : kept;
  const missing = names.filter((name) => !wanted.some((result) => result.name === name));
  for (const name of missing)
    process.stderr.write(`${name}: bench/RESULTS.md has none of it; record it first\n`);
  const comparisons: Comparison[] = [];
  for (const before of wanted) {
    comparisons.push(comparisonOf(before, await measured(before.name, args)));
  }
  process.stdout.write(
    json ? `${JSON.stringify(comparisons, undefined, 2)}\n` : comparisons.map(comparisonText).join(''),
  );
}

/** The rows of benchmarks as one JSON document. */
export async function printResultsAsJson(names: readonly string[], args: readonly string[]): Promise<void> {
  const results = [];
  for (const name of names) {
    const { printed, ...result } = await measured(name, args);
    results.push({ ...result, rows: rowsIn(printed) });
  }
  process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
}

async function measured(name: string, args: readonly string[]): Promise<BenchmarkResult> {
  const printed = await runBenchmark(name, args);
  return {
    name,
    machine: machineText(),
    day: new Date(systemClock.nowMs()).toISOString().slice(0, 10),
    printed,
  };
}

interface Comparison {
  readonly name: string;
  readonly before: Where;
  readonly now: Where;
  readonly rows: readonly ComparedRow[];
}

/** When and on what something was measured. */
type Where = Pick<BenchmarkResult, 'day' | 'machine'>;

function comparisonOf(before: BenchmarkResult, now: BenchmarkResult): Comparison {
  const rows = compareRows(rowsIn(before.printed), rowsIn(now.printed));
  return { name: now.name, before: whereOf(before), now: whereOf(now), rows };
}

function whereOf({ day, machine }: BenchmarkResult): Where {
  return { day, machine };
}

function comparisonText({ name, before, now, rows }: Comparison): string {
  const other = before.machine === now.machine ? '' : `; another machine: ${before.machine}`;
  const width = Math.max(0, ...rows.map(({ measured: what }) => what.length));
  const lines = rows.map(({ measured: what, unit, before: then, now: value, ratio }) => {
    const [earlier, later] = [then, value].map((figure) => figure?.toPrecision(3).padStart(10));
    const figures = `${earlier ?? '       new'} →${later ?? '      gone'} ${unit}`;
    return `  ${what.padEnd(width)} ${figures}${ratio === null ? '' : `, ${ratio.toFixed(2)} ×`}\n`;
  });
  return `${name}, beside ${before.day}${other}\n${lines.join('')}`;
}
