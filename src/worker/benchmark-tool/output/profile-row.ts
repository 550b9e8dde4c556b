import type { NodeTypeSummary, ProfileRow, ProfileRowSubject } from '../report.js';
import type { PrintedNumber } from './numbers.js';
import type { Refusal, TableCells } from './table-columns.js';

const usPerMs = 1000;

/** Makes a row of `Run Order` or `Top by Computation Time` of its cells. */
export function profileRow(cells: TableCells, line: number): ProfileRow | Refusal {
  const { firstMs, meanMs, percent, cumulativePercent, startMs, memoryKb, timesCalled } = cells.numbers;
  const name = cells.name ?? '';
  const subject = subjectOf(name, cells.nodeType);
  if (subject === undefined) return { refusal: `the name "${name}" is of no known form` };
  if (!isMeasure(firstMs) || !isMeasure(meanMs)) return { refusal: 'a time is negative or not a number' };
  if (timesCalled !== undefined && !Number.isInteger(timesCalled.value)) {
    return { refusal: 'the times called are not a whole number' };
  }
  return {
    line,
    nodeType: cells.nodeType,
    name,
    subject,
    firstUs: fromMs(firstMs.value),
    meanUs: fromMs(meanMs.value),
    meanResolutionUs: fromMs(meanMs.resolution),
    ...(percent !== undefined && Number.isFinite(percent.value)
      ? { percent: percent.value, percentResolution: percent.resolution }
      : {}),
    ...(cumulativePercent !== undefined && Number.isFinite(cumulativePercent.value)
      ? {
          cumulativePercent: cumulativePercent.value,
          cumulativePercentResolution: cumulativePercent.resolution,
        }
      : {}),
    ...(startMs === undefined ? {} : { startUs: fromMs(startMs.value) }),
    ...(memoryKb === undefined ? {} : { memoryKb: memoryKb.value }),
    ...(timesCalled === undefined ? {} : { timesCalled: timesCalled.value }),
  };
}

/** Makes a row of `Summary by node type` of its cells. */
export function summaryRow(cells: TableCells): NodeTypeSummary | Refusal {
  const { count, meanMs, timesCalled } = cells.numbers;
  if (!isMeasure(meanMs) || count === undefined || !Number.isInteger(count.value)) {
    return { refusal: 'the count or the time is not a number' };
  }
  return {
    nodeType: cells.nodeType,
    count: count.value,
    meanUs: fromMs(meanMs.value),
    ...(timesCalled === undefined ? {} : { timesCalled: timesCalled.value }),
  };
}

/**
 * What a row stands for. Names come from TFLite's profile summarizer: `[out1, out2]:3` for node 3 (without `:3` in the oldest
 * tools), `Delegate/<kernel>:<n>` inside a delegate, `<event>/<subgraph>` for what the runtime does besides.
 */
function subjectOf(name: string, nodeType: string): ProfileRowSubject | undefined {
  const separator = name.lastIndexOf(':');
  const index = trailingNumber(name, separator);
  if (name.startsWith('Delegate/') && index !== undefined) {
    return { kind: 'delegate-kernel', kernel: name.slice('Delegate/'.length, separator).trim(), index };
  }
  if (name.startsWith('[')) {
    if (name.endsWith(']')) return { kind: 'node', outputs: name.slice(1, -1) };
    if (index === undefined || name[separator - 1] !== ']') return undefined;
    return { kind: 'node', outputs: name.slice(1, separator - 1), nodeIndex: index };
  }
  const slash = name.lastIndexOf('/');
  const isEvent = trailingNumber(name, slash) !== undefined && name.slice(0, slash) === nodeType;
  return isEvent ? { kind: 'runtime-event', event: nodeType } : undefined;
}

function trailingNumber(name: string, separator: number): number | undefined {
  const digits = separator === -1 ? '' : name.slice(separator + 1);
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function isMeasure(number: PrintedNumber | undefined): number is PrintedNumber {
  return number !== undefined && Number.isFinite(number.value) && number.value >= 0;
}

/** Milliseconds with at most six significant digits to microseconds, without the noise of the multiplication. */
function fromMs(valueMs: number): number {
  return Number((valueMs * usPerMs).toPrecision(12));
}
