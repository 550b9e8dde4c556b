import type { LaunchRule } from './launch-rule.js';
import { convolutionWorkGroup, launchOf, type Launch, type Threads3 } from './work-group.js';

/** The sizes of a convolution that decide how it is launched. Maps are square. */
export interface ConvolutionSizes {
  readonly outputSide: number;
  /** Output channels in slices of 4. */
  readonly outputSlices: number;
  /** Side of the window. */
  readonly window: number;
  readonly groups: number;
}

/** A convolution's launch, and the outputs that one of its threads computes along width, height and channel slices. */
export interface ConvolutionLaunch extends Launch {
  readonly block: Threads3;
}

/** Threads of a wave: Adreno's full waves run float16; of Mali's cores the widest run 16 threads in step. */
const waveThreads = { adreno: 128, mali: 16, powervr: 32 } as const;
/** Deepest work group (`GetPossibleWorkGroupsConv` in work_group_picking.cc). */
const mostDepth = { adreno: 64, mali: 16 } as const;

/** How the delegate launches a convolution that computes blocks of outputs (`ConvGeneric`) on a GPU of the given rule. */
export function convolutionLaunch(rule: LaunchRule, sizes: ConvolutionSizes): ConvolutionLaunch {
  const block = withinGroups(blockOf(rule, sizes), sizes);
  const grid = {
    x: Math.ceil(sizes.outputSide / block.x),
    y: Math.ceil(sizes.outputSide / block.y),
    z: Math.ceil(sizes.outputSlices / block.z),
  };
  const threads = waveThreads[rule.vendor];
  if (rule.vendor === 'powervr') {
    const line = { x: grid.x * grid.y, y: 1, z: grid.z };
    return { block, ...launchOf(line, { x: threads, y: 1, z: 1 }, threads) };
  }
  return { block, ...launchOf(grid, convolutionWorkGroup(grid, mostDepth[rule.vendor]), threads) };
}

function blockOf(rule: LaunchRule, sizes: ConvolutionSizes): Threads3 {
  const outputs = sizes.outputSide ** 2 * sizes.outputSlices;
  switch (rule.vendor) {
    case 'adreno':
      return adrenoBlock(outputs / rule.parallelThreads);
    case 'mali':
      return maliBlock(rule.thresholds, outputs, sizes);
    case 'powervr':
      return { x: 2, y: 1, z: powerVrDepth(sizes.outputSlices) };
  }
}

function adrenoBlock(waves: number): Threads3 {
  if (waves <= 6) return { x: 1, y: 1, z: 1 };
  if (waves <= 12) return { x: 2, y: 1, z: 1 };
  if (waves <= 24) return { x: 2, y: 1, z: 2 };
  return { x: 2, y: 2, z: 2 };
}

function maliBlock(
  [one, two, four]: readonly [number, number, number],
  outputs: number,
  { window, outputSlices }: ConvolutionSizes,
): Threads3 {
  if (outputs <= one) return { x: 1, y: 1, z: 1 };
  if (outputs <= two) return { x: 2, y: 1, z: 1 };
  const oddSlices = outputSlices === 1 || outputSlices === 3;
  if (oddSlices) return { x: 2, y: 2, z: 1 };
  return outputs <= four || window > 1 ? { x: 2, y: 1, z: 2 } : { x: 2, y: 2, z: 2 };
}

function powerVrDepth(slices: number): number {
  if (slices % 4 === 0 || slices >= 8) return 4;
  return slices % 2 === 0 || slices >= 4 ? 2 : slices;
}

/** A block does not reach from one group of channels into the next. */
function withinGroups(block: Threads3, { groups, outputSlices }: ConvolutionSizes): Threads3 {
  const groupSlices = Math.max(1, Math.floor(outputSlices / groups));
  if (groups === 1 || groupSlices % block.z === 0) return block;
  return { ...block, z: block.z === 4 && groupSlices % 2 === 0 ? 2 : 1 };
}
