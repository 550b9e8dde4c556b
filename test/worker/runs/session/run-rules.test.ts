import { describe, expect, it } from 'vitest';

import type { ConditionsSnapshot } from '../../../../src/worker/conditions/snapshot.js';
import { compareWithUsual } from '../../../../src/worker/runs/reference/drift.js';
import type { RunTask } from '../../../../src/worker/runs/session/load-tasks.js';
import { measuredAgain, measurementOfAttempt } from '../../../../src/worker/runs/session/remeasure.js';
import { runConditions } from '../../../../src/worker/runs/run-conditions.js';
import { toolCommands } from '../../../../src/worker/runs/tool/execute-tool.js';
import { runDeadlineMs, toolWords } from '../../../../src/worker/runs/tool/tool-words.js';

const measurement = { warmupRuns: 1, runs: 20, minSeconds: 0.5, maxSeconds: 30 };
const scenario = {
  coreSet: '1large',
  threads: 1,
  precision: 'float32',
  delegate: 'builtin',
  runtimeVersion: '2.15',
} as const;
const task: RunTask = {
  runId: '0',
  campaignId: '0',
  sampleName: 's',
  sample: { kind: 'architecture', name: 'n', precision: 'float32' },
  scenarioKey: 'k',
  scenario,
  delegateSettings: { partial: 'refuse' },
  measurement,
  attempts: 0,
  lastVerdict: undefined,
};

describe('measuring again', () => {
  it('is for what another attempt may cure, within the budget', () => {
    const cured = (
      ['ok', 'throttled', 'contended', 'noisy', 'incomplete', 'parse-mismatch', 'fallback'] as const
    ).filter((verdict) => measuredAgain(verdict, task, 3));
    expect(cured).toEqual(['throttled', 'contended', 'noisy', 'incomplete']);
    expect(measuredAgain('noisy', { ...task, attempts: 2 }, 3)).toBe(false);
  });

  it('asks for twice as many inferences after every noisy attempt', () => {
    expect(measurementOfAttempt({ ...task, attempts: 1, lastVerdict: 'noisy' })).toMatchObject({
      runs: 40,
      minSeconds: 1,
      maxSeconds: 30,
    });
    expect(measurementOfAttempt({ ...task, attempts: 1, lastVerdict: 'throttled' })).toEqual(measurement);
  });
});

describe('compareWithUsual', () => {
  it('says nothing before there is a usual', () => {
    expect(compareWithUsual('k', 110, [100, 100])).toEqual({ scenarioKey: 'k', meanUs: 110 });
  });

  it('measures the drift from the median, which one outlier does not move', () => {
    const { usualUs, drift } = compareWithUsual('k', 110, [100, 101, 99, 500, 100]);
    expect(usualUs).toBe(100);
    expect(drift).toBeCloseTo(0.1);
  });
});

describe('runConditions', () => {
  const clusters = [
    { name: 'small', cpus: [0, 1, 2, 3], maxFrequencyKhz: 1_800_000 },
    { name: 'large', cpus: [4, 5, 6, 7], maxFrequencyKhz: 2_800_000 },
  ] as const;
  const snapshot = (temperatureC: number, ceilingKhz: number): ConditionsSnapshot => ({
    battery: { temperatureC },
    thermal: {
      status: 0,
      temperatures: [
        { sensor: 'AP', type: 0, temperatureC: 80 },
        { sensor: 'skin', type: 3, temperatureC: temperatureC + 2 },
      ],
    },
    clocks: [
      { policy: 'policy0', governor: 'schedutil', currentKhz: 300_000, minKhz: 300_000, maxKhz: 900_000 },
      { policy: 'policy4', governor: 'schedutil', currentKhz: 300_000, minKhz: 300_000, maxKhz: ceilingKhz },
    ],
    onlineCpus: [],
    bootCompleted: true,
  });

  it('takes the hottest of the body, and the lowest ceiling of the cores that were used', () => {
    const seen = [snapshot(30, 2_800_000), snapshot(33, 1_400_000)];
    expect(runConditions(seen, { cpus: [7], mask: '80' }, clusters)).toEqual({
      highestTemperatureC: 35,
      thermalStatus: 0,
      meanClockShare: 0.5,
    });
  });

  it('knows nothing of clocks where the run was not pinned', () => {
    expect(runConditions([snapshot(30, 1)], undefined, clusters)).not.toHaveProperty('meanClockShare');
  });
});

describe('toolWords', () => {
  const call = { toolPath: '/t/benchmark_model', modelPath: '/m.tflite', measurement, profiled: true };

  it('pins the tool to the cores, and asks for the scenario', () => {
    const words = toolWords({ ...call, scenario, cores: { cpus: [7], mask: '80' } });
    expect(words.slice(0, 3)).toEqual(['taskset', '80', '/t/benchmark_model']);
    expect(words).toEqual(
      expect.arrayContaining([
        '--num_threads=1',
        '--use_xnnpack=false',
        '--num_runs=20',
        '--enable_op_profiling=true',
      ]),
    );
  });

  it('lets a GPU run compute in half precision only where the scenario says float16', () => {
    const gpu = { ...scenario, coreSet: 'gpu', delegate: 'gpu' } as const;
    const words = (precision: 'float32' | 'float16') =>
      toolWords({ ...call, scenario: { ...gpu, precision }, cores: undefined });
    expect(words('float32')).toContain('--gpu_precision_loss_allowed=false');
    expect(words('float16')).toContain('--gpu_precision_loss_allowed=true');
  });

  it('measures a latency without the profiler where profiling changes it, and the operations apart', () => {
    const gpu = { ...scenario, coreSet: 'gpu', delegate: 'gpu' } as const;
    const profiler = '--enable_op_profiling=true';
    const onGpu = toolCommands({ ...call, scenario: gpu, cores: undefined });
    expect(onGpu.words).not.toContain(profiler);
    expect(onGpu.profiledWords).toContain(profiler);
    const onCpu = toolCommands({ ...call, scenario, cores: undefined });
    expect(onCpu.words).toContain(profiler);
    expect(onCpu.profiledWords).toBeUndefined();
  });

  it('gives a run the time that its limits allow, and what comes on top', () => {
    expect(runDeadlineMs(measurement, 5_000)).toBe(65_000);
  });
});
