import type { GpuModel } from '../gpu-model.js';
import type { RuntimeVersion } from '../runtime-version.js';

/** What the choice of kernels depends on, beside the graph. */
export interface SelectionContext {
  readonly gpu: GpuModel;
  readonly version: RuntimeVersion;
  /** Precision of the kernels' arithmetic; the benchmark tool's default allows float16. */
  readonly precision: 'float16' | 'float32';
}
