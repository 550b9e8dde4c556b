import type { KernelPredictor, LoadedRelease, ReleaseScenario } from '../../../src/predictor/index.js';

/** A release whose kernels take the same time whatever their sizes, µs by group, and whose overhead is 100 µs and 1 µs a kernel. */
export function constantRelease(
  latenciesUs: Readonly<Record<string, number>>,
  scenario: Partial<ReleaseScenario> = {},
): LoadedRelease {
  return {
    id: 'constant',
    deviceModel: 'constant',
    scenarioKey: 'constant',
    scenario: { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15', ...scenario },
    version: 1,
    overhead: { interceptUs: 100, perKernelUs: 1, operationFactor: 1 },
    calibration: {
      spreads: {},
      unmeasuredSpread: 0.5,
      overheadSpread: 0.1,
      scale: 1,
      coverage: 0.9,
      basis: 'normal-errors',
    },
    predictors: Object.entries(latenciesUs).map(([kernelGroup, latencyUs]) =>
      constantPredictor(kernelGroup, latencyUs),
    ),
  };
}

function constantPredictor(kernelGroup: string, latencyUs: number): KernelPredictor {
  const predictor = {
    facts: { kernelGroup, features: [] },
    predict: () => ({ latencyUs, extrapolated: false, distance: 0, measured: true }),
  };
  return predictor as unknown as KernelPredictor;
}
