import { expect, it } from 'vitest';

import {
  countText,
  durationText,
  latencyText,
  shareText,
  signedPercentText,
  spanText,
} from '../../src/platform/format.js';

it.each([
  [0.25, '0.25 µs'],
  [8.125, '8.13 µs'],
  [870, '870 µs'],
  [12_345, '12.3 ms'],
  [1_250_000, '1.25 s'],
])('writes a latency of %d µs as %s', (latencyUs, text) => {
  expect(latencyText(latencyUs)).toBe(text);
});

it.each([
  [850, '850 ms'],
  [12_340, '12.3 s'],
  [245_000, '4 min 05 s'],
])('writes a duration of %d ms as %s', (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});

it.each([
  [-5000, '0 s'],
  [45_000, '45 s'],
  [720_000, '12 min'],
  [47 * 3_600_000, '47 h'],
  [5 * 86_400_000, '5 d'],
])('writes %d ms to one unit as %s', (spanMs, text) => {
  expect(spanText(spanMs)).toBe(text);
});

it.each([
  [999, '999'],
  [3_210_000, '3.21 M'],
  [62_800_000, '62.8 M'],
  [1_500_000_000, '1.50 G'],
])('writes a count of %d as %s', (count, text) => {
  expect(countText(count)).toBe(text);
});

it('writes percentages with their sign and unknown shares as a dash', () => {
  expect(signedPercentText(3.44)).toBe('+3.4 %');
  expect(signedPercentText(-12)).toBe('-12.0 %');
  expect(signedPercentText(-0.04)).toBe('+0.0 %');
  expect(shareText(0.856)).toBe('86 %');
  expect(shareText(null)).toBe('-');
});
