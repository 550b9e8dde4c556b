import { describe, expect, it } from 'vitest';
import type { BenchmarkReport, ProfileBlock } from '../../../src/worker/benchmark-tool/index.js';
import { goldenReport } from './support/golden.js';

const names = [
  'litert-1.4-xnnpack',
  'litert-1.4-xnnpack-inline-csv',
  'litert-2.1-below-clock',
  'litert-2.1-gpu-kernels',
  'litert-2.1-gpu-kernels-inline-csv',
  'litert-2.1-loop',
  'litert-2.1-slow-csv',
  'tf-1.14-builtin',
  'tf-2.4-builtin',
  'tf-2.4-builtin-csv',
  'tf-2.4-loop',
  'tf-2.4-nnapi-partial',
  'tf-2.5-xnnpack',
  'tf-2.9-builtin',
  'tf-2.9-gpu',
  'tf-2.9-gpu-inline-csv',
  'tf-2.12-xnnpack-inline-csv',
  'tf-2.12-xnnpack-partitions',
  'tf-2.15-builtin',
  'tf-2.15-builtin-inline-csv',
  'tf-2.15-cpu-time',
  'tf-2.15-gpu-partial',
];

const block = (report: BenchmarkReport, index = 0): ProfileBlock => {
  const found = report.regularProfile[index];
  if (found === undefined) throw new Error(`there is no block ${index}`);
  return found;
};

describe('the output of every version', () => {
  it.each(names)('of %s is understood to the last line', (name) => {
    const report = goldenReport(name);
    expect(report.unrecognizedLines).toEqual([]);
    expect(report.timings?.inferenceMeanUs).toBe(report.inference?.meanUs);
    for (const profile of [...report.initializationProfile, ...report.regularProfile]) {
      expect(profile.complete).toBe(true);
      expect(profile.nodesObserved).toBe(profile.runOrder.length);
      expect(profile.nodesExecuted).toBe(profile.runOrder.length);
      expect(profile.topByTime.length).toBe(Math.min(10, profile.runOrder.length));
    }
  });

  it('knows the one line of timings that TF 1.14 had', () => {
    const { timings, parameters } = goldenReport('tf-1.14-builtin');
    expect(timings).toEqual({ warmupMeanUs: 76605.8, initUs: 9933, inferenceMeanUs: 66767.5 });
    expect(parameters.get('Use nnapi')).toBe('0');
  });

  it('has a start column, no severities and a peak of memory in TF 2.4', () => {
    const report = goldenReport('tf-2.4-builtin');
    expect(report.hasSeverityPrefix).toBe(false);
    expect(report.duplicateFlags).toEqual(['num_threads']);
    expect(report.memory).toMatchObject({ kind: 'peak', initMb: 0, overallMb: 12.8672 });
    expect(report.initializedUs).toBe(12345);
    expect(block(report)).toMatchObject({ layout: 'text', hasStartColumn: true });
    expect(block(report).runOrder[1]).toMatchObject({
      nodeType: 'DEPTHWISE_CONV_2D',
      subject: { kind: 'node', outputs: 'depthwise', nodeIndex: 1 },
      firstUs: 3048,
      startUs: 7115,
      timesCalled: 1,
    });
    expect(report.initializationProfile[0]?.runOrder[0]?.subject).toEqual({
      kind: 'runtime-event',
      event: 'AllocateTensors',
    });
  });

  it('says the same as CSV in a file, only finer', () => {
    const [text, csv] = [goldenReport('tf-2.4-builtin'), goldenReport('tf-2.4-builtin-csv')];
    expect(block(csv)).toMatchObject({ layout: 'csv', hasStartColumn: true });
    for (const [index, row] of block(text).runOrder.entries()) {
      const same = block(csv).runOrder[index];
      expect(same?.name).toBe(row.name);
      expect(Math.abs((same?.meanUs ?? 0) - row.meanUs)).toBeLessThanOrEqual(row.meanResolutionUs);
      expect(same?.meanResolutionUs).toBeLessThan(row.meanResolutionUs);
    }
  });

  it.each([
    ['litert-2.1-gpu-kernels', 'litert-2.1-gpu-kernels-inline-csv'],
    ['tf-2.9-gpu', 'tf-2.9-gpu-inline-csv'],
    ['tf-2.12-xnnpack-partitions', 'tf-2.12-xnnpack-inline-csv'],
    ['tf-2.15-builtin', 'tf-2.15-builtin-inline-csv'],
  ])('of %s says the same as CSV on stdout, delegates and their insides included', (textName, csvName) => {
    const [text, csv] = [goldenReport(textName), goldenReport(csvName)];
    expect(csv.regularProfile.map(({ layout }) => layout)).toContain('csv');
    const said = ({ regularProfile }: BenchmarkReport) =>
      regularProfile.map(({ subject, runOrder }) => ({
        subject,
        rows: runOrder.map(({ nodeType, name, meanUs, timesCalled }) => ({
          nodeType,
          name,
          meanUs,
          timesCalled,
        })),
      }));
    expect(said(csv)).toEqual(said(text));
  });

  it('has a node for every part that NNAPI took over, among the operations that it left', () => {
    const report = goldenReport('tf-2.4-nnapi-partial');
    expect(report.delegateApplications).toEqual([{ delegate: 'NNAPI', extent: 'partial', partitions: 2 }]);
    expect(report.createdDelegates).toEqual(['NNAPI']);
    expect(block(report).runOrder.map(({ nodeType }) => nodeType)).toEqual([
      'TfLiteNnapiDelegate',
      'TANH',
      'TfLiteNnapiDelegate',
      'SOFTMAX',
    ]);
  });

  it('tells the inside of XNNPACK apart until it moves to the main table', () => {
    const [older, newer] = [goldenReport('tf-2.5-xnnpack'), goldenReport('litert-1.4-xnnpack')];
    expect(older.regularProfile.map(({ subject }) => subject.kind)).toEqual([
      'subgraph',
      'delegate-internal',
    ]);
    expect(newer.regularProfile.map(({ subject }) => subject.kind)).toEqual(['subgraph']);
    for (const profile of [block(older, 1), block(newer)]) {
      expect(profile.runOrder[1]?.subject).toEqual({
        kind: 'delegate-kernel',
        kernel: 'Convolution (NHWC, F32) DWConv',
        index: 1,
      });
    }
    expect(newer.inference).toMatchObject({ p5Us: 2949, medianUs: 3067, p95Us: 3185 });
  });

  it('has the commas of names back where CSV has tabs in their place', () => {
    const inline = block(goldenReport('litert-1.4-xnnpack-inline-csv'));
    expect(inline.layout).toBe('csv');
    expect(inline.runOrder[0]).toMatchObject({
      nodeType: 'Convolution (NHWC, F32) IGEMM',
      name: 'Delegate/Convolution (NHWC, F32) IGEMM:0',
    });
    expect(inline.summary[0]?.nodeType).toBe('Convolution (NHWC, F32) IGEMM');
  });

  it('counts the partitions that share a row', () => {
    const report = goldenReport('tf-2.12-xnnpack-partitions');
    expect(block(report, 1).runOrder[0]).toMatchObject({ timesCalled: 2 });
    expect(report.delegateApplications[0]).toEqual({ delegate: 'XNNPACK', extent: 'partial', partitions: 2 });
  });

  it('has one row for the whole GPU in older versions, one for every kernel in newer ones', () => {
    expect(block(goldenReport('tf-2.9-gpu')).runOrder.map(({ nodeType }) => nodeType)).toEqual([
      'TfLiteGpuDelegateV2',
    ]);
    const kernels = block(goldenReport('litert-2.1-gpu-kernels'));
    expect(kernels.runOrder[0]?.subject).toEqual({
      kind: 'delegate-kernel',
      kernel: 'convolution_2d 0 -> relu 1',
      index: 0,
    });
  });

  it('lists what the GPU refused', () => {
    const report = goldenReport('tf-2.15-gpu-partial');
    expect(report.unsupportedByDelegate).toEqual([
      'UNPACK: Operation is not supported.',
      'SOFTMAX: Only 4D tensors are supported.',
    ]);
    expect(report.hasSeverityPrefix).toBe(true);
  });

  it('has the monitored peak and the status of memory', () => {
    expect(goldenReport('litert-2.1-gpu-kernels').memory).toEqual({
      kind: 'delta',
      initMb: 1.23047,
      overallMb: 2.5,
      monitoredPeakMb: 92.5,
      statusMb: { VmRSS: 65, RssAnnon: 43, 'RssFile + RssShmem': 22 },
    });
  });

  it.each([
    [
      'tf-2.4-loop',
      [
        { kind: 'subgraph', index: 0 },
        { kind: 'subgraph', index: 1 },
      ],
    ],
    [
      'litert-2.1-loop',
      [
        { kind: 'subgraph', index: 0, name: 'main' },
        { kind: 'subgraph', index: 1, name: 'while_body (1)' },
      ],
    ],
  ])('of %s has a profile for every subgraph', (name, subjects) => {
    const report = goldenReport(name);
    expect(report.regularProfile.map(({ subject }) => subject)).toEqual(subjects);
    expect(block(report, 1).runOrder[0]?.timesCalled).toBe(4);
    expect(block(report, 1).runOrder[1]?.nodeType).toBe('ADD/broadcast');
  });

  it('has no shares where everything was too short for the clock', () => {
    const [row] = block(goldenReport('litert-2.1-below-clock')).runOrder;
    expect(row).toMatchObject({ meanUs: 0, firstUs: 0 });
    expect(row?.percent).toBeUndefined();
  });

  it('has means in exponent form above a second', () => {
    const report = goldenReport('litert-2.1-slow-csv');
    expect(report.inference?.meanUs).toBe(3652800);
    expect(block(report).timings?.meanUs).toBe(3651900);
    expect(block(report).runOrder[0]).toMatchObject({
      name: '[conv, 0]:0',
      meanUs: 1259260,
      meanResolutionUs: 5,
    });
  });

  it('names the clock where the tool does', () => {
    expect(goldenReport('tf-2.15-cpu-time').clockSource).toBe('cpu-time');
    expect(goldenReport('tf-2.15-builtin').clockSource).toBeUndefined();
  });
});
