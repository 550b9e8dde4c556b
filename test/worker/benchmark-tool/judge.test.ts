import { describe, expect, it } from 'vitest';
import { judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type {
  RunConditions,
  RunExpectation,
  VerdictThresholds,
} from '../../../src/worker/benchmark-tool/index.js';
import { goldenReport } from './support/golden.js';
import { profileText, toolOutput, type Row, type ToolOutputOptions } from './support/tool-output.js';

const rows: readonly Row[] = [
  ['CONV_2D', '[conv]:0', 700],
  ['RELU', '[relu]:1', 250],
];
const expectation: RunExpectation = { delegate: 'builtin', profiled: true, runs: 10, threads: 1 };

interface Case {
  readonly output?: Partial<ToolOutputOptions>;
  readonly edit?: (stdout: string) => string;
  readonly stderr?: string;
  readonly exitCode?: number;
  readonly expected?: Partial<RunExpectation>;
  readonly conditions?: RunConditions;
  readonly thresholds?: Partial<VerdictThresholds>;
}

function judged({ output, edit = (text) => text, stderr = '', exitCode = 0, ...run }: Case) {
  const stdout = edit(toolOutput({ inferenceUs: 1000, profile: profileText(rows), ...output }));
  const report = parseBenchmarkOutput({ stdout, stderr, exitCode });
  return judge(report, { ...expectation, ...run.expected }, run.conditions, run.thresholds);
}

const applied = (extent: string) =>
  extent === 'none'
    ? 'INFO: Though GPU delegate is explicitly applied, the model graph will not be executed by the delegate.'
    : `INFO: Explicitly applied GPU delegate, and the model graph will be ${extent} executed by the delegate.`;
const gpu = { delegate: 'gpu', profiled: false } as const;
const xnnpackCreated = 'INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n';

describe('a run is ok', () => {
  it('when it is whole, adds up and was measured in peace', () => {
    const conditions = {
      thermalStatus: 0,
      meanClockShare: 1,
      foreignCpuShare: 0.02,
      highestTemperatureC: 33,
    };
    expect(judged({ conditions })).toEqual({ verdict: 'ok' });
  });

  it('when it was measured without warming up', () => {
    const withoutWarmup = (text: string) =>
      text
        .replace('INFO: Num threads', 'INFO: Min warmup runs: [0]\nINFO: Num threads')
        .replace(/INFO: Running benchmark.*\nINFO: count=1 .*\n\n/, '')
        .replace(/Warmup \(avg\): \d+/, 'Warmup (avg): 0');
    expect(judged({ edit: withoutWarmup })).toMatchObject({ verdict: 'ok' });
    const report = parseBenchmarkOutput({
      stdout: withoutWarmup(toolOutput({ inferenceUs: 5 })),
      stderr: '',
      exitCode: 0,
    });
    expect([report.warmup, report.inference?.count]).toEqual([undefined, 10]);
  });

  it('when the GPU executed all of it', () => {
    expect(judged({ output: { lines: [applied('completely')] }, expected: gpu }).verdict).toBe('ok');
  });

  it('when XNNPACK was applied by name or by default, or left operations to the builtin kernels', () => {
    const expected = { delegate: 'xnnpack', profiled: false } as const;
    const byName =
      'INFO: Explicitly applied XNNPACK delegate, and the model graph will be partially executed by the delegate w/ 2 delegate kernels.';
    expect(judged({ output: { lines: [byName] }, expected }).verdict).toBe('ok');
    expect(judged({ stderr: xnnpackCreated, expected }).verdict).toBe('ok');
  });

  it('when a part on the CPU is what was wanted', () => {
    const expected = { ...gpu, partialDelegation: 'accept' } as const;
    expect(judged({ output: { lines: [applied('partially')] }, expected }).verdict).toBe('ok');
  });

  it('when a profiled GPU ran every graph twice', () => {
    expect(judge(goldenReport('litert-2.1-gpu-kernels'), { delegate: 'gpu', profiled: true }).verdict).toBe(
      'ok',
    );
  });

  it('when a small model costs more to call than to execute', () => {
    const output = { inferenceUs: 40, profile: profileText([['RELU', '[relu]:0', 3]]) };
    expect(judged({ output }).verdict).toBe('ok');
  });
});

describe('a run is a fallback', () => {
  it.each<[string, Case]>([
    [
      'the tool does not know the flag',
      {
        edit: (text) =>
          text.replace('STARTING!\n', 'STARTING!\nWARN: Unconsumed cmdline flags: --use_gpu=true\n'),
        expected: gpu,
      },
    ],
    ['nothing says that the GPU was applied', { expected: gpu }],
    ['the GPU executed nothing', { output: { lines: [applied('none')] }, expected: gpu }],
    ['the GPU executed a part only', { output: { lines: [applied('partially')] }, expected: gpu }],
    [
      'OpenGL took over from OpenCL',
      {
        output: { lines: [applied('completely')] },
        stderr: 'ERROR: Falling back to OpenGL\n',
        expected: gpu,
      },
    ],
    [
      'XNNPACK gave an operation back after it was created',
      {
        stderr: `${xnnpackCreated}ERROR: failed to delegate CONV_2D node #7\n`,
        expected: { delegate: 'xnnpack', profiled: false },
      },
    ],
    ['XNNPACK was there instead of the builtin kernels', { stderr: xnnpackCreated }],
    ['nothing says that XNNPACK was applied', { expected: { delegate: 'xnnpack' } }],
    [
      'a kernel of a delegate is in the profile',
      { output: { profile: profileText([['Add (ND)', 'Delegate/Add (ND):0', 900]]) } },
    ],
  ])('when %s', (_, run) => {
    const { verdict, reason } = judged(run);
    expect(verdict).toBe('fallback');
    expect(reason).toBeTruthy();
  });
});

describe('a run is incomplete', () => {
  it.each<[string, Case]>([
    ['the tool failed', { exitCode: 1 }],
    ['the line of timings is missing', { edit: (text) => text.replace(/INFO: Inference timings.*\n/, '') }],
    ['the statistics are missing', { edit: (text) => text.replaceAll(/INFO: count=.*\n/g, '') }],
    ['it has fewer inferences than asked for', { expected: { runs: 11 } }],
    ['it has no profile', { edit: (text) => text.slice(0, text.indexOf('INFO: Operator-wise')) }],
    ['a row is missing', { edit: (text) => text.replace(/\n\tRELU.*/, '') }],
    ['the profile was cut off', { edit: (text) => text.replace('2 nodes observed', '') }],
    ['not every inference was profiled', { output: { profile: profileText(rows, 9) } }],
    ['the runtime reported an error', { stderr: 'ERROR: Something of the year 2030\n' }],
    ['the profiler lost events', { stderr: 'Warning: Dropping ProfileBuffer event.\n' }],
  ])('when %s', (_, run) => {
    expect(judged(run).verdict).toBe('incomplete');
  });
});

describe('a run does not parse to one story', () => {
  it.each<[string, Case]>([
    [
      'its two means differ',
      { edit: (text) => text.replace('Inference (avg): 1000', 'Inference (avg): 1001') },
    ],
    ['a mean and its share differ', { edit: (text) => text.replace('\t0.700\t73.', '\t0.100\t73.') }],
    [
      'its rows do not add up',
      { edit: (text) => text.replaceAll('26.316%', '24.316%').replaceAll('0.250', '0.231') },
    ],
    ['a row is there twice', { output: { profile: profileText([...rows, ...rows]), inferenceUs: 2000 } }],
    ['its operations take half of it only', { output: { inferenceUs: 2000 } }],
    ['its operations take more than all of it', { output: { inferenceUs: 900 } }],
    ['it had other threads', { expected: { threads: 4 } }],
  ])('when %s', (_, run) => {
    expect(judged(run).verdict).toBe('parse-mismatch');
  });

  it('when the profile is of another model, and says both', () => {
    const graph = {
      name: 'other',
      tensors: [
        { name: 'x', shape: [1, 4], type: 'float32' },
        { name: 'y', shape: [1, 4], type: 'float32' },
      ],
      operations: [{ operator: 'TANH', attributes: {}, inputs: [0], outputs: [1] }],
      inputs: [0],
      outputs: [1],
    } as const;
    const { verdict, reason } = judged({ expected: { graph } });
    expect(verdict).toBe('parse-mismatch');
    expect(reason).toContain('TANH:0');
    expect(reason).toContain('CONV_2D [conv]:0');
  });
});

describe('a whole run is kept, but not learned from,', () => {
  it.each<[string, RunConditions]>([
    ['throttled', { thermalStatus: 3 }],
    ['throttled', { meanClockShare: 0.7 }],
    ['throttled', { highestTemperatureC: 51 }],
    ['contended', { foreignCpuShare: 0.4 }],
  ])('when it was %s (%o)', (verdict, conditions) => {
    expect(judged({ conditions })).toMatchObject({ verdict });
  });

  it('when its inferences are unlike each other', () => {
    const spread = (text: string) =>
      text.replace(
        'count=10 curr=1000(all same)',
        'count=10 first=1000 curr=1000 min=800 max=1800 avg=1000 std=400',
      );
    expect(judged({ edit: spread })).toMatchObject({ verdict: 'noisy' });
    expect(judged({ edit: spread, thresholds: { relativeStandardError: 0.2 } }).verdict).toBe('ok');
    expect(
      judged({ edit: spread, thresholds: { relativeStandardError: 0.2, relativeStd: 0.3 } }).verdict,
    ).toBe('noisy');
  });

  it('but not for the grain of the clock', () => {
    const grain = (text: string) =>
      text.replace('count=10 curr=3(all same)', 'count=10 first=2 curr=4 min=2 max=6 avg=3 std=1');
    const output = { inferenceUs: 3, profile: profileText([['RELU', '[relu]:0', 1]]) };
    expect(judged({ output, edit: grain }).verdict).toBe('ok');
  });
});
