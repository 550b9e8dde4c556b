import { plotFrame } from './plot-frame.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** Bars from 0 upwards, in the order given, as an SVG document. */
export function barPlot(
  labels: { title: string; xLabel: string; yLabel: string },
  bars: readonly Bar[],
): string {
  const frame = plotFrame(labels);
  const highest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const width = 1 / Math.max(1, bars.length);
  const marks = bars.map(({ value }, index) => {
    const top = frame.y(value / highest);
    const left = frame.x((index + 0.15) * width);
    const columnWidth = frame.x((index + 0.85) * width) - left;
    const height = frame.y(0) - top;
    return `<rect class="value" x="${left}" y="${top}" width="${columnWidth.toFixed(1)}" height="${height.toFixed(1)}"><title>${value.toFixed(2)}</title></rect>`;
  });
  const names = frame.xTicks(bars.map(({ label }, index) => ({ label, at: (index + 0.5) * width })));
  const scale = frame.yTicks([0, 0.25, 0.5, 0.75, 1].map((at) => ({ label: (at * highest).toFixed(1), at })));
  return frame.document([names, scale, ...marks].join('\n'));
}
