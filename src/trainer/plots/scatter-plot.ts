import { axisTicks, escapeText, plotFrame, type PlotFrame } from './plot-frame.js';

export interface ScatterPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Half the length of a bar through the point, on the scale of y. */
  readonly halfWidth?: number;
}

export interface ScatterPlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly points: readonly ScatterPoint[];
}

/** Points over a diagonal, both axes logarithmic, as an SVG document. Values are above 0. */
export function scatterPlot({ title, xLabel, yLabel, points }: ScatterPlot): string {
  const values = points.flatMap(({ x, y }) => [x, y]);
  const low = Math.min(...values) / 1.2;
  const high = Math.max(...values) * 1.2;
  const frame = plotFrame({ title, xLabel, yLabel });
  const at = (value: number) => Math.log(Math.max(value, low) / low) / Math.log(high / low);
  const ticks = axisTicks(low, high).map((value) => ({ label: String(value), at: at(value) }));
  const marks = points.map((point) => pointMarks(point, at, frame));
  const diagonal = `<line class="guide" x1="${frame.x(0)}" y1="${frame.y(0)}" x2="${frame.x(1)}" y2="${frame.y(1)}"/>`;
  return frame.document([frame.xTicks(ticks), frame.yTicks(ticks), diagonal, ...marks].join('\n'));
}

function pointMarks(
  { label, x, y, halfWidth }: ScatterPoint,
  at: (value: number) => number,
  frame: PlotFrame,
): string {
  const column = frame.x(at(x));
  const bar =
    halfWidth === undefined
      ? ''
      : `<line class="bar" x1="${column}" y1="${frame.y(at(y - halfWidth))}" x2="${column}" y2="${frame.y(at(y + halfWidth))}"/>`;
  return `${bar}<circle cx="${column}" cy="${frame.y(at(y))}" r="3"><title>${escapeText(label)}</title></circle>`;
}
