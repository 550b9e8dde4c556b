import { describe, expect, it } from 'vitest';

import { sourceFiles } from './source-files.js';
import { styleFigures } from './style-figures.js';

describe('the code of src/', () => {
  const figures = styleFigures(sourceFiles);
  console.info('style of src/:', figures);

  it('has files of one idea: the middle one of at most 60 lines, nine in ten of at most 160', () => {
    expect(figures.medianFileLines).toBeLessThanOrEqual(60);
    expect(figures.ninetiethFileLines).toBeLessThanOrEqual(160);
  });

  it('has functions of which the middle one is of at most 8 lines', () => {
    expect(figures.medianFunctionLines).toBeLessThanOrEqual(8);
  });

  it('says of at least 70 % of what it exports what that is', () => {
    expect(figures.documentedPercent).toBeGreaterThanOrEqual(70);
  });

  it('never gives up on a type', () => {
    expect(figures.anyCount).toBe(0);
  });
});

it('the figures count lines, named functions, comments of exports, and types that are given up', () => {
  const text = `/** Documented. */
export const first = 1;
export function second(value: any) {
  return [value].map((each) => each);
}
function third() {}
`;
  expect(styleFigures([{ file: 'room/a.ts', text }])).toEqual({
    files: 1,
    medianFileLines: 6,
    ninetiethFileLines: 6,
    medianFunctionLines: 3,
    documentedPercent: 50,
    anyCount: 1,
  });
});
