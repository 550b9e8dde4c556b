import { describe, expect, it } from 'vitest';

import { curvePlot } from '../../../../src/trainer/index.js';

const plot = (curves: Parameters<typeof curvePlot>[0]['curves']) =>
  curvePlot({ title: 'a <title>', xLabel: 'x', yLabel: 'y', curves });

const circles = (svg: string) =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );

describe('a plot of curves', () => {
  it('shows each point, with equal ratios at equal distances', () => {
    const points = [
      { x: 10, y: 8 },
      { x: 100, y: 4 },
      { x: 1000, y: 2 },
    ];
    const [first, second, third] = circles(plot([{ label: 'falling', points }]));
    expect((second?.[0] ?? 0) - (first?.[0] ?? 0)).toBeCloseTo((third?.[0] ?? 0) - (second?.[0] ?? 0), 0);
    expect((second?.[1] ?? 0) - (first?.[1] ?? 0)).toBeCloseTo((third?.[1] ?? 0) - (second?.[1] ?? 0), 0);
    expect(second?.[1]).toBeGreaterThan(first?.[1] ?? Infinity);
  });

  it('names each curve, even one without points, and no text breaks out of the document', () => {
    const svg = plot([
      { label: 'one & only', points: [{ x: 1, y: 1 }] },
      { label: 'empty', points: [] },
    ]);
    expect(svg).toContain('one &#38; only');
    expect(svg).toContain('>empty<');
    expect(svg).not.toContain('a <title>');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
