import { describe, expect, it } from 'vitest';

import { barPlot } from '../../../../src/trainer/evaluation/plots/bar-plot.js';
import { ticksFromZero } from '../../../../src/trainer/evaluation/plots/plot-frame.js';

describe('the ticks of an axis from 0', () => {
  it.each([
    { high: 22.4, ticks: [0, 5, 10, 15, 20, 25] },
    { high: 5, ticks: [0, 1, 2, 3, 4, 5] },
    { high: 0.13, ticks: [0, 0.05, 0.1, 0.15] },
    { high: 700, ticks: [0, 200, 400, 600, 800] },
  ])('are round and reach beyond $high', ({ high, ticks }) => {
    expect(ticksFromZero(high)).toEqual(ticks);
  });
});

describe('a plot of bars', () => {
  const labels = { title: 'a < b', xLabel: 'operation', yLabel: '%' };

  it('has a bar for each value, as high as its share of the axis', () => {
    const document = barPlot(labels, [
      { label: 'conv', value: 10 },
      { label: 'pool', value: 5 },
    ]);
    const heights = [...document.matchAll(/class="value".*?height="([\d.]+)"/g)].map(([, height]) =>
      Number(height),
    );
    expect(heights).toEqual([380, 190]);
    expect(document).toContain('a &#60; b');
  });

  it('puts neighbouring names on lines of their own', () => {
    const bars = ['one', 'two'].map((label) => ({ label, value: 1 }));
    const lines = [...barPlot(labels, bars).matchAll(/y="([\d.]+)" text-anchor="middle">(?:one|two)/g)];
    expect(new Set(lines.map(([, y]) => y)).size).toBe(2);
  });

  it('can be drawn of nothing', () => {
    expect(barPlot(labels, [])).toContain('</svg>');
    expect(barPlot(labels, [{ label: 'conv', value: 0 }])).not.toContain('NaN');
  });
});
