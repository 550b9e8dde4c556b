/** Threads that a kernel is launched with, or that one of its work groups has, along width, height and channel slices. */
export interface Threads3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** How a kernel's threads fall into work groups and waves. */
export interface Launch {
  readonly workGroups: number;
  readonly groupThreads: number;
  /** Threads with those that only fill up waves: a wave takes as long for one thread as for all. */
  readonly lanes: number;
}

/** Threads in a work group of kernels other than convolutions; GPUs allow 256 to 1024, compilers often fewer. */
const mostGroupThreads = 256;

/** The work group of most kernels (`GetWorkGroup` in TFLite's gpu/common/task/work_group_picking.cc). */
export function plainWorkGroup(grid: Threads3): Threads3 {
  const z = evenDivisor(grid.z, 8);
  const most = Math.floor(mostGroupThreads / z);
  const x = Math.min(Math.ceil(grid.x / 2), most);
  return { x, y: Math.min(Math.floor(most / x), grid.y), z };
}

/** The work group of a convolution (`GetWorkGroupConv`): its depth divides the grid's, and is at most `mostDepth`. */
export function convolutionWorkGroup(grid: Threads3, mostDepth: number): Threads3 {
  const z = largestDivisor(grid.z, mostDepth);
  const most = Math.floor(mostGroupThreads / z);
  const x = Math.min(grid.x, most);
  const y = Math.min(Math.floor(most / x), grid.y);
  return { x, y: y === grid.y && y % 2 === 0 ? y / 2 : y, z };
}

/** A grid cut into work groups that run in waves of `waveThreads`. */
export function launchOf(grid: Threads3, group: Threads3, waveThreads: number): Launch {
  const workGroups = Math.ceil(grid.x / group.x) * Math.ceil(grid.y / group.y) * Math.ceil(grid.z / group.z);
  const groupThreads = group.x * group.y * group.z;
  return {
    workGroups,
    groupThreads,
    lanes: workGroups * Math.ceil(groupThreads / waveThreads) * waveThreads,
  };
}

/** 8, 4 or 2 where one of these divides the number, else its largest divisor up to `most`. */
function evenDivisor(number: number, most: number): number {
  return (
    [8, 4, 2].find((divisor) => divisor <= most && number % divisor === 0) ?? largestDivisor(number, most)
  );
}

function largestDivisor(number: number, most: number): number {
  for (let divisor = Math.min(number, most); divisor > 1; divisor--) {
    if (number % divisor === 0) return divisor;
  }
  return 1;
}
