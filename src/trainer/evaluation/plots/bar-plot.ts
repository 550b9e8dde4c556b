import { plotFrame, ticksFromZero } from './plot-frame.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** The least that an axis reaches up to, so that bars of no height have one. */
const lowestScale = 0.001;

/** Bars from 0 upwards, in the order given, as an SVG document. */
export function barPlot(
  labels: { title: string; xLabel: string; yLabel: string },
  bars: readonly Bar[],
): string {
  const frame = plotFrame(labels);
  const ticks = ticksFromZero(Math.max(...bars.map(({ value }) => value), lowestScale));
  const highest = ticks.at(-1) as number;
  const width = 1 / Math.max(1, bars.length);
  const marks = bars.map(({ value }, index) => {
    const top = frame.y(value / highest);
    const left = frame.x((index + 0.15) * width);
    const columnWidth = frame.x((index + 0.85) * width) - left;
    const height = frame.y(0) - top;
    return `<rect class="value" x="${left}" y="${top}" width="${columnWidth.toFixed(1)}" height="${height.toFixed(1)}"><title>${value.toFixed(2)}</title></rect>`;
  });
  const names = frame.xTicks(
    bars.map(({ label }, index) => ({ label, at: (index + 0.5) * width, row: index % 2 })),
  );
  const scale = frame.yTicks(ticks.map((tick) => ({ label: String(tick), at: tick / highest })));
  return frame.document([names, scale, ...marks].join('\n'));
}
