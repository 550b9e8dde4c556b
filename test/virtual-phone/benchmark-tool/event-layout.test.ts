import { describe, expect, it } from 'vitest';
import {
  findLayout,
  UnknownLayoutError,
} from '../../../src/virtual-phone/benchmark-tool/runtime/event-layout.js';
import { readSummary } from '../../../src/virtual-phone/benchmark-tool/runtime/summary-rows.js';

const row = (type: string, name: string, firstMs = 1, timesCalled = 1) => ({
  type,
  name,
  firstMs,
  timesCalled,
});
/** Readings 1, 3, 6, 10 …: no two of them are equally far apart. */
const readingsOf = (sites: readonly string[]): number[] =>
  sites.map((_, index) => ((index + 1) * (index + 2)) / 2);

describe('the layout of clock readings', () => {
  it('of built-in kernels is a begin and an end for each operation', () => {
    const sites = ['invoke', 'begin', 'end', 'begin', 'end', 'invoked'];
    const rows = { graph: [row('CONV_2D', '[a]:0', 3), row('RELU', '[b]:1', 5)], inside: [] };
    const layout = findLayout(sites, readingsOf(sites), rows);
    expect(layout.readings).toBe(6);
    expect(layout.graph).toEqual([
      { begin: 1, end: 2, row: 0 },
      { begin: 3, end: 4, row: 1 },
    ]);
  });

  it('of built-in kernels may have readings inside an operation, as int8 ones do', () => {
    const sites = ['invoke', 'begin', 'inside', 'end', 'begin', 'end', 'invoked'];
    const rows = { graph: [row('CONV_2D', '[a]:0', 7), row('RELU', '[b]:1', 6)], inside: [] };
    expect(findLayout(sites, readingsOf(sites), rows).graph).toEqual([
      { begin: 1, end: 3, row: 0 },
      { begin: 4, end: 5, row: 1 },
    ]);
  });

  it('of a delegate has a reading after each operator object, several to a kernel of many', () => {
    const sites = ['invoke', 'begin', 'start', 'first', 'first', 'next', 'end', 'invoked'];
    const readings = readingsOf(sites);
    const rows = {
      graph: [row('TfLiteXNNPackDelegate', '[out]:9', 25)],
      inside: [
        row('DelegateOpInvoke', 'Delegate/Copy (NC, X32):1', 11),
        row('DelegateOpInvoke', 'Delegate/Conv:0', 4),
      ],
    };
    const layout = findLayout(sites, readings, rows);
    expect(layout.inside).toEqual([
      { begin: 2, end: 3, row: 1 },
      { begin: 3, end: 5, row: 0 },
    ]);
  });

  it('tells rows of two partitions apart that have the same index, and adds up those that share a name', () => {
    const partition = ['begin', 'start', 'first', 'end'];
    const sites = ['invoke', ...partition, ...partition, ...partition, 'invoked'];
    const readings = readingsOf(sites);
    const duration = (end: number): number => (readings[end] ?? 0) - (readings[end - 1] ?? 0);
    const rows = {
      graph: [1, 2, 3].map((index) =>
        row('TfLiteXNNPackDelegate', `[out]:${index}`, [12, 24, 36][index - 1]),
      ),
      inside: [
        row('DelegateOpInvoke', 'Delegate/Add:0', duration(7)),
        row('DelegateOpInvoke', 'Delegate/Conv:0', duration(3), 2),
      ],
    };
    const layout = findLayout(sites, readings, rows);
    expect(layout.inside.map(({ row: index }) => index)).toEqual([1, 0, 1]);
  });

  it('finds the row of every node in a summary that lists them in disorder', () => {
    const sites = ['invoke', 'begin', 'start', 'first', 'end', 'begin', 'end', 'begin', 'end', 'invoked'];
    const readings = readingsOf(sites);
    const rows = {
      graph: [row('RESHAPE', '[c]:8', 9), row('TfLiteXNNPackDelegate', '[a]:9', 12), row('TANH', '[b]:7', 7)],
      inside: [row('DelegateOpInvoke', 'Delegate/Conv:0', 4)],
    };
    const layout = findLayout(sites, readings, rows);
    expect(layout.graph.map(({ row: index }) => rows.graph[index]?.type)).toEqual([
      'TfLiteXNNPackDelegate',
      'TANH',
      'RESHAPE',
    ]);
    expect(layout.inside).toEqual([{ begin: 2, end: 3, row: 0 }]);
  });

  it('is refused when no row fits a node', () => {
    const sites = ['invoke', 'begin', 'end', 'invoked'];
    const rows = { graph: [row('CONV_2D', '[a]:0', 30)], inside: [] };
    expect(() => findLayout(sites, readingsOf(sites), rows)).toThrow(UnknownLayoutError);
  });

  it('is refused when operations and rows differ in number', () => {
    const sites = ['invoke', 'begin', 'end', 'invoked'];
    expect(() => findLayout(sites, readingsOf(sites), { graph: [], inside: [] })).toThrow(UnknownLayoutError);
  });
});

describe("the runtime's summary", () => {
  it('is read by its tabs, the inside of delegates apart', () => {
    const table = (line: string): string =>
      `============================== Run Order ==============================\n\t[node type]\t[first]\n${line}\n\nmore\n`;
    const summary = `${table('\t  CONV_2D\t  1.500\t 1\t 50%\t 50%\t 0\t 1\t[a, b]:0')}Delegate internal: \n${table(
      '\t DelegateOpInvoke\t 2.000\t 2\t 1%\t 1%\t 0\t 4\tDelegate/Add (ND, F32):3',
    )}`;
    expect(readSummary(summary)).toEqual({
      graph: [{ type: 'CONV_2D', name: '[a, b]:0', firstMs: 1.5, timesCalled: 1 }],
      inside: [{ type: 'DelegateOpInvoke', name: 'Delegate/Add (ND, F32):3', firstMs: 2, timesCalled: 4 }],
    });
  });
});
