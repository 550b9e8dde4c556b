import { impossible } from '../../errors.js';

/** One direction of a window that slides over an image: sizes in pixels. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Pixels that a dilated window spans. */
export function windowSpan({ size, dilation }: Window): number {
  return (size - 1) * dilation + 1;
}

/**
 * Positions of a window over `input` pixels: ⌈input / stride⌉ with SAME padding, ⌊(input − span) / stride⌋ + 1 with VALID
 * (TFLite's padding.h). Throws `IMPOSSIBLE_CONFIGURATION` when a window without padding does not fit.
 */
export function windowPositions(operator: string, padding: string, input: number, window: Window): number {
  if (padding === 'SAME') return Math.ceil(input / window.stride);
  const span = windowSpan(window);
  if (span > input) {
    throw impossible(operator, `a window of ${span} pixels does not fit into ${input} without padding`);
  }
  return Math.floor((input - span) / window.stride) + 1;
}
