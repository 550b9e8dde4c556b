import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from './clock.js';

/** Called between the steps of a long computation: resolves at once, or after others of the thread had their turn. */
export type GiveWay = () => Promise<void>;

/** How long others wait by default. */
const defaultSliceMs = 5;

/** Gives way whenever the time of a slice is used up: a server answers others in between. */
export function givingWay(clock: Clock, sliceMs = defaultSliceMs): GiveWay {
  let sliceBegan = clock.monotonicMs();
  return async () => {
    if (clock.monotonicMs() - sliceBegan < sliceMs) return;
    await nextTurn();
    sliceBegan = clock.monotonicMs();
  };
}

/** For a thread that nobody else waits for. */
export const neverGivingWay: GiveWay = () => Promise.resolve();
