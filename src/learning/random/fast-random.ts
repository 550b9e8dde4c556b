import type { Random } from './random.js';

/**
 * A stream of uniform numbers for inner loops that draw millions: mulberry32, started from a draw of the seeded stream it is
 * given. 32 bits of state and resolution, which choosing thresholds and features does not exhaust.
 */
export function fastUniform(random: Random): () => number {
  let state = random.integer(-0x80000000, 0x7fffffff);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}
