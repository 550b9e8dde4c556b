import { runtimeLevel, type RuntimeLevel } from './runtime-level.js';
import type { ClampRule } from './execution.js';
import type { DepthwiseWindows } from './microkernel.js';
import type { OperatorNaming } from './operator-names.js';

/** How the XNNPACK that a runtime brings names and runs its kernels. */
export interface Xnnpack {
  readonly naming: OperatorNaming;
  readonly clamps: ClampRule;
  /** Windows that depthwise microkernels are there for; others are convolved as other convolutions are. */
  readonly depthwiseWindows: DepthwiseWindows;
  /** Convolutions of single pixels are fully connected layers. */
  readonly pixelsFullyConnected: boolean;
}

/** 3, 2×2, 3×3 and 5×5. */
const unipassWindows: DepthwiseWindows = new Set([3, 4, 9, 25]);

/**
 * The XNNPACK of a runtime version. Seen in outputs of 2.12 (the virtual phone's), 2.19 of November 2024 and LiteRT 2.1;
 * between them the release of a change is known to within one or two: those that only follow XNNPACK's own history are 2.13 (depthwise
 * windows in several passes) and LiteRT 1.4.
 */
export function xnnpackOf(version: RuntimeLevel): Xnnpack {
  const isNamed =
    version >= runtimeLevel('litert-1.4') ||
    (version >= runtimeLevel('2.20') && version < runtimeLevel('litert-1.0'));
  const isCollective = version >= runtimeLevel('2.19-dev');
  return {
    naming: isNamed ? 'named' : isCollective ? 'elementwise' : 'typed',
    clamps: isCollective ? 'after' : 'within',
    depthwiseWindows: version >= runtimeLevel('2.13') ? 'any' : unipassWindows,
    pixelsFullyConnected: isNamed,
  };
}
