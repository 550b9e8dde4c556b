import { launchFeatures } from './launch-features.js';
import { launchOf, plainWorkGroup, type Threads3 } from './work-group.js';

/** Narrow enough for every GPU, wide enough that the last wave of a small launch is seen to be half empty. */
const waveThreads = 64;

/** Features of a kernel that every GPU launches alike, with `steps` turns of a thread's loop and `outputs` values in all. */
export function plainLaunch(grid: Threads3, steps: number, outputs: number) {
  const launch = launchOf(grid, plainWorkGroup(grid), waveThreads);
  const perThread = Math.max(1, Math.round(outputs / (grid.x * grid.y * grid.z)));
  return launchFeatures(launch, { steps, outputs: perThread, inputReads: 1, weightReads: 1 }, outputs);
}

/**
 * Turns of each thread's loop when a square map is reduced to one pixel: a work group of at most `mostThreads` shares the map, in powers of
 * two along each side, unless it would have under a quarter of them (gpu/common/tasks/reduce.cc).
 */
export function reductionSteps(side: number, mostThreads: number): number {
  const width = powerOfTwoWithin(side, mostThreads);
  const height = powerOfTwoWithin(side, mostThreads / width);
  if (width * height < mostThreads / 4) return side ** 2;
  return Math.ceil(side / width) * Math.ceil(side / height);
}

function powerOfTwoWithin(side: number, most: number): number {
  return 2 ** Math.floor(Math.log2(Math.min(side, most)));
}
