import { describe, expect, it } from 'vitest';

import {
  failureOf,
  judge,
  litertCommandLine,
  npuLibraries,
  parseBenchmarkOutput,
} from '../../../src/worker/benchmark-tool/index.js';
import { npuOutputs } from '../../support/npu-output.js';

const call = {
  ...{ tool: './benchmark_litert_model', tfliteVersion: 'litert-2.1', graph: './m.tflite', threads: 1 },
  npu: { dispatch: '/data/npu' },
  partialDelegation: 'refuse' as const,
  runs: { kind: 'exact' as const, warmupRuns: 1, runs: 3 },
  resultFile: './results.pb',
};

describe("the command line of LiteRT's own tool", () => {
  it('asks for the NPU alone, and that it takes everything', () => {
    expect(litertCommandLine(call)).toEqual([
      './benchmark_litert_model',
      '--graph=./m.tflite',
      '--num_threads=1',
      '--num_runs=3',
      '--min_secs=0',
      '--warmup_runs=1',
      '--warmup_min_secs=0',
      '--use_npu=true',
      '--use_cpu=false',
      '--require_full_delegation=true',
      '--dispatch_library_path=/data/npu',
      '--result_file_path=./results.pb',
    ]);
  });

  it('lets the CPU help only where that is accepted: to ask for both makes the tool end itself', () => {
    const npu = npuLibraries('/data/npu', '/data/plugin');
    expect(litertCommandLine({ ...call, npu, partialDelegation: 'accept' })).toEqual(
      expect.arrayContaining([
        '--use_cpu=true',
        '--require_full_delegation=false',
        '--compiler_plugin_library_path=/data/plugin',
      ]),
    );
  });

  it.each(['2.19', 'litert-2.0', 'litert-2.1-dev'])('is not written for %s', (tfliteVersion) => {
    expect(() => litertCommandLine({ ...call, tfliteVersion })).toThrow('litert-2.1 is the first');
  });

  it('needs a dispatch library', () => {
    expect(() => npuLibraries(undefined, '/data/plugin')).toThrow('dispatch library');
  });
});

describe('a run on an NPU', () => {
  const verdictOf = (name: keyof typeof npuOutputs, partialDelegation?: 'accept') => {
    const report = parseBenchmarkOutput({ ...npuOutputs[name], exitCode: 0 });
    expect(report.unrecognizedLines).toEqual([]);
    const expectation = { delegate: 'npu', profiled: false, runs: 3, threads: 1 } as const;
    return judge(
      report,
      partialDelegation === undefined ? expectation : { ...expectation, partialDelegation },
    );
  };

  it('is ok where the runtime says that the dispatch library took every node', () => {
    expect(verdictOf('whole')).toEqual({ verdict: 'ok' });
  });

  it('is refused where the NPU took a part only, unless that is accepted', () => {
    expect(verdictOf('part')).toEqual({
      verdict: 'fallback',
      reason: 'the NPU executed a part only (1 of 3 nodes in 5 parts)',
    });
    expect(verdictOf('part', 'accept').verdict).toBe('ok');
  });

  it.each([undefined, 'accept'] as const)(
    'is refused where everything went to the CPU without a word: partial %s',
    (partial) => {
      expect(verdictOf('nothing', partial)).toMatchObject({
        verdict: 'fallback',
        reason: expect.stringContaining('does not say that the NPU took over any part') as string,
      });
    },
  );

  it('fails, and says that it is the model, where the NPU cannot take all that it has to', () => {
    const stderr =
      'ERROR: [compiled_model.cc:820] Some ops are not accelerated. Add kLiteRtHwAcceleratorCpu to the compilation accelerator set to allow using the CPU to run those.\n';
    expect(failureOf({ stdout: 'INFO: STARTING!\n', stderr, exitCode: 1 }, 'litert')).toMatchObject({
      code: 'BENCHMARK_DELEGATION_PARTIAL',
      retryable: false,
    });
  });

  it('is of the tool that was asked for: benchmark_model would not say these lines', () => {
    const output = { ...npuOutputs.whole, exitCode: 0 };
    expect(failureOf(output, 'litert')).toBeUndefined();
    expect(failureOf(output)?.code).toBe('BENCHMARK_BINARY_UNUSABLE');
  });
});
