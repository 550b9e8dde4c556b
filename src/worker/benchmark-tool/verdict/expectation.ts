import type { GpuTarget } from '../../../graph/kernels/index.js';
import type { Graph } from '../../../graph/model/graph.js';
import type { Delegate } from '../../../records/scenario.js';

/** What a run was to do. */
export interface RunExpectation {
  readonly delegate: Delegate;
  /** Whether the operations were to be profiled. */
  readonly profiled: boolean;
  /** The model, to say of each of its operations what it took. Without it the rows are not attributed. */
  readonly graph?: Graph;
  /** For the GPU delegate: what it cuts the model for. Without it GPU kernels are not attributed to operations. */
  readonly gpu?: GpuTarget;
  /** Measured inferences, at least. */
  readonly runs?: number;
  readonly threads?: number;
  /**
   * Whether the delegate may leave operations to the builtin kernels. Default: `accept` for XNNPACK, which does so by design,
   * `refuse` for the others, where one operation on the CPU costs two transfers of everything.
   */
  readonly partialDelegation?: 'accept' | 'refuse';
}

/** What was seen of the phone while it ran. All of it is optional: what is unknown decides nothing. */
export interface RunConditions {
  readonly highestTemperatureC?: number;
  /** Highest of Android's PowerManager.THERMAL_STATUS_*: 0 none to 6 shutdown. */
  readonly thermalStatus?: number;
  /** Mean clock of the cores used, by the highest they can have. */
  readonly meanClockShare?: number;
  /** CPU time of other processes on the cores used, by the duration of the run. */
  readonly foreignCpuShare?: number;
}
