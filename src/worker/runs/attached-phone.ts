import type { AdbPhone } from '../adb/index.js';
import type { CoreCluster } from '../cores/core-clusters.js';

/** A phone that is known to the database and reached over adb now. */
export interface AttachedPhone {
  readonly phoneId: string;
  readonly serialNumber: string;
  readonly deviceModel: string;
  readonly poolKey: string;
  readonly abis: readonly string[];
  /** As OpenGL ES names it; `undefined` where the phone does not tell. */
  readonly gpuModel: string | undefined;
  readonly coreClusters: readonly CoreCluster[];
  readonly adb: AdbPhone;
}
