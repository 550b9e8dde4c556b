import type { Delegate } from '../../graph/precision/delegates.js';
import type { ScenarioPrecision } from '../../graph/index.js';
import type { KernelPredictor } from '../kernels/kernel-predictor.js';
import type { Calibration } from '../totals/intervals.js';
import type { NetworkRates } from '../rates/network-rates.js';
import type { Overhead } from '../totals/overhead.js';

/** Of a scenario, what decides which kernels are run for a graph. */
export interface ReleaseScenario {
  readonly delegate: Delegate;
  readonly precision: ScenarioPrecision;
  /** Version of the runtime: `2.15`, `litert-2.1`. */
  readonly runtimeVersion: string;
}

/** Everything that answers for one (device model, scenario). */
export interface LoadedRelease {
  readonly id: string;
  readonly deviceModel: string;
  /** Names the scenario, e.g. `1large-t1-float32-builtin-2.15`. */
  readonly scenarioKey: string;
  readonly scenario: ReleaseScenario;
  /** GPU of the device model, where it is known, e.g. `adreno640`: it decides which kernels the GPU delegate runs. */
  readonly gpu?: string;
  readonly version: number;
  readonly overhead: Overhead;
  readonly calibration: Calibration;
  readonly predictors: readonly KernelPredictor[];
  /** Learned from whole networks' times, where nothing timed operations: they answer in place of predictors, overhead and calibration. */
  readonly rates?: NetworkRates;
}
