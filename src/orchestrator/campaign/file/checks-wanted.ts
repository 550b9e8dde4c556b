import { parseScenarioKey } from '../../../records/scenario.js';

/**
 * Checks of each operator where a campaign under XNNPACK does not say how many. Packed timings there differ from single ones by more than
 * elsewhere: kernels are fast, and what they read is in the cache or not by what the branches beside them have driven out (on the virtual phone
 * CONV_2D takes 1.1 times as long when packed, ADD 1.3, RELU 1.5, DEPTH_TO_SPACE 2.6 times).
 */
export const checksUnderXnnpack = 6;

/** How many configurations of each operator a campaign measures alone as well as packed. */
export function checksWanted(checkPacking: number | undefined, scenarioKeys: readonly string[]): number {
  if (checkPacking !== undefined) return checkPacking;
  const isXnnpack = (key: string) => parseScenarioKey(key)?.delegate === 'xnnpack';
  return scenarioKeys.some(isXnnpack) ? checksUnderXnnpack : 0;
}
