import { launchTerms } from './launch/launch-features.js';

/**
 * Features that take time in proportion: arithmetic as kernels pad it, steps of a thread's inner loop (what a kernel too small to fill
 * the processor waits for), threads, and memory traffic by kind. Where there are several counts of one kind of work, the fit
 * decides which of them cost time.
 */
const termNames: readonly string[] = [
  ...launchTerms,
  'reductionSteps256',
  'reductionSteps64',
  'flops',
  'im2colBytes',
  'inputBytes',
  'outputBytes',
  'weightBytes',
  'linkedBytes',
  'inputElements',
  'outputElements',
  'gridThreads',
  'winogradMacs',
  'winogradBytes',
];
/** Counts of arithmetic and loop steps by the way they are computed; `paddedMacs` stands where there are none such. */
const termPattern = /^(?:macs|loop) /;

/** The terms of the roofline prior among a table's features. */
export function rooflineTerms(names: readonly string[]): string[] {
  const byPace = names.filter((name) => termPattern.test(name));
  const arithmetic = byPace.length > 0 ? byPace : names.filter((name) => name === 'paddedMacs');
  return [...arithmetic, ...termNames.filter((name) => names.includes(name))];
}
