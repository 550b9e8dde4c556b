import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commandLine, judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { BlackBoxOptions, RunExpectation } from '../../../src/worker/benchmark-tool/index.js';
import { toolReportOf } from '../../../src/worker/runs/results/tool-report.js';
import { goldenReport } from './support/golden.js';
import { toolOutput } from './support/tool-output.js';

type Box = 'nnapi' | 'hexagon' | 'external';

function flagsOf(delegate: Box, blackBox: BlackBoxOptions = {}): string[] {
  const call = { tool: './benchmark_model', tfliteVersion: '2.4', graph: './m.tflite', threads: 1 };
  const words = commandLine({ ...call, delegate, blackBox, runs: { kind: 'exact', warmupRuns: 0, runs: 1 } });
  return words.slice(words.findIndex((word) => word.startsWith('--use_xnnpack')));
}

describe('the command line of a black box', () => {
  it('names the accelerator of NNAPI, or keeps its drivers from choosing a CPU', () => {
    expect(flagsOf('nnapi', { accelerator: 'qti-dsp', allowFloat16: true })).toEqual([
      '--use_xnnpack=false',
      '--use_nnapi=true',
      '--nnapi_accelerator_name=qti-dsp',
      '--nnapi_allow_fp16=true',
    ]);
    expect(flagsOf('nnapi')).toContain('--disable_nnapi_cpu=true');
  });

  it("names Hexagon's libraries and an external delegate's, with what it is told", () => {
    expect(flagsOf('hexagon', { library: '/data/local/tmp/hexagon' })).toContain(
      '--hexagon_lib_path=/data/local/tmp/hexagon',
    );
    const options = { backend_type: 'htp', htp_performance_mode: '2' };
    expect(flagsOf('external', { library: '/data/local/tmp/libqnn.so', options })).toEqual([
      '--use_xnnpack=false',
      '--external_delegate_path=/data/local/tmp/libqnn.so',
      '--external_delegate_options=backend_type:htp;htp_performance_mode:2',
    ]);
  });

  it('says nothing that the tool would take apart otherwise, as options are told by ";" and ":"', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', ';', '='), maxLength: 8 });
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 4 }), (options) => {
        const texts = Object.entries(options).flat();
        const call = () => flagsOf('external', { library: '/l.so', options });
        if (texts.some((each) => each === '' || /[;:]/.test(each))) {
          expect(call).toThrow('must be without');
          return;
        }
        const told = /^--external_delegate_options=(.*)$/.exec(call().at(-1) ?? '')?.[1] ?? '';
        const read = told
          .split(';')
          .filter((each) => each !== '')
          .map((each) => each.split(':'));
        expect(Object.fromEntries(read)).toEqual(options);
      }),
    );
    expect(() => flagsOf('external')).toThrow('library');
  });
});

const names = { nnapi: 'NNAPI', hexagon: 'Hexagon', external: 'EXTERNAL' };
const applied = (box: Box, extent: string) =>
  `INFO: Explicitly applied ${names[box]} delegate, and the model graph will be ${extent} executed by the delegate.`;
const replacing =
  'INFO: Replacing 5 out of 7 node(s) with delegate (TfLiteNnapiDelegate) node, yielding 3 partitions for the whole graph.';

function verdictOf(lines: string[], delegate: Box, expected: Partial<RunExpectation> = {}, stderr = '') {
  const report = parseBenchmarkOutput({
    stdout: toolOutput({ inferenceUs: 900, lines }),
    stderr,
    exitCode: 0,
  });
  return judge(report, { delegate, profiled: false, ...expected });
}

describe('a run of a black box', () => {
  it.each(['nnapi', 'hexagon', 'external'] as const)(
    'is ok where the tool says that %s executed all of it',
    (box) => {
      expect(verdictOf([applied(box, 'completely')], box)).toEqual({ verdict: 'ok' });
    },
  );

  it.each(['nnapi', 'hexagon', 'external'] as const)(
    'fell back to the CPU where nothing says that %s was applied',
    (box) => {
      const other = box === 'nnapi' ? 'hexagon' : 'nnapi';
      for (const lines of [[], [applied(other, 'completely')]]) {
        expect(verdictOf(lines, box)).toEqual({
          verdict: 'fallback',
          reason: `the tool does not say that it applied the ${names[box].toUpperCase()} delegate`,
        });
      }
    },
  );

  it('tells why it was not applied, where the tool does', () => {
    const why =
      'Could not create Hexagon delegate: platform may not support delegate or required libraries are missing';
    expect(verdictOf([`WARN: ${why}`], 'hexagon').reason).toContain(why);
    const unsupported = 'NNAPI acceleration is unsupported on this platform.';
    expect(verdictOf([`WARN: ${unsupported}`], 'nnapi').reason).toContain(unsupported);
  });

  it('fell back in part where it left nodes to the CPU, which is told, unless that is accepted', () => {
    const lines = [applied('nnapi', 'partially').replace(/\.$/, ' w/ 2 delegate kernels.')];
    const stderr = `${replacing}\n`;
    expect(verdictOf(lines, 'nnapi', {}, stderr)).toEqual({
      verdict: 'fallback',
      reason: 'the NNAPI delegate executed a part only (5 of 7 nodes in 3 parts)',
    });
    expect(verdictOf(lines, 'nnapi', { partialDelegation: 'accept' }, stderr).verdict).toBe('ok');
  });

  it('is not believed to have executed all where the runtime counts fewer nodes', () => {
    expect(verdictOf([applied('nnapi', 'completely')], 'nnapi', {}, `${replacing}\n`).verdict).toBe(
      'fallback',
    );
  });

  it('is never accepted where the delegate took nothing', () => {
    const none =
      'INFO: Though EXTERNAL delegate is explicitly applied, the model graph will not be executed by the delegate.';
    expect(verdictOf([none], 'external', { partialDelegation: 'accept' })).toEqual({
      verdict: 'fallback',
      reason: 'the EXTERNAL delegate executed nothing',
    });
  });

  it('keeps with it how far each delegate went', () => {
    expect(toolReportOf(goldenReport('tf-2.4-nnapi-partial')).applied).toEqual([
      { delegate: 'NNAPI', extent: 'partial', partitions: expect.any(Number) as number },
    ]);
  });
});
