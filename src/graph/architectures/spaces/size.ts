import type { Decision } from './design.js';

/** In how many ways a list of decisions can be taken. */
export function designSize(decisions: readonly Decision[]): bigint {
  return decisions.reduce((product, { options }) => {
    const ways = options.reduce((sum, { then }) => sum + designSize(then), 0n);
    return product * ways;
  }, 1n);
}
