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
  /** Share of x on both sides of the diagonal that is shaded: 0.1 for ±10 %. */
  readonly band?: number;
  /** Writes the label beside each point; by default it shows only where the pointer rests. */
  readonly named?: boolean;
}

/** Points over a diagonal, both axes logarithmic, as an SVG document. Values are above 0. */
export function scatterPlot({ title, xLabel, yLabel, points, band, named }: ScatterPlot): string {
  const values = points.flatMap(({ x, y }) => [x, y]);
  const low = Math.min(...values) / 1.2;
  const high = Math.max(...values) * 1.2;
  const frame = plotFrame({ title, xLabel, yLabel });
  const at = (value: number) => Math.log(Math.max(value, low) / low) / Math.log(high / low);
  const ticks = axisTicks(low, high).map((value) => ({ label: String(value), at: at(value) }));
  const marks = points.map((point) => pointMarks(point, at, frame));
  const names = named === true ? pointNames(points, at, frame) : [];
  const diagonal = `<line class="guide" x1="${frame.x(0)}" y1="${frame.y(0)}" x2="${frame.x(1)}" y2="${frame.y(1)}"/>`;
  const shaded = band === undefined ? '' : bandMark(band, low, high, at, frame);
  return frame.document(
    [frame.xTicks(ticks), frame.yTicks(ticks), shaded, diagonal, ...marks, ...names].join('\n'),
  );
}

/** Between (1 − band) · x and (1 + band) · x; cut off where the axes end. */
function bandMark(
  band: number,
  low: number,
  high: number,
  at: (value: number) => number,
  frame: PlotFrame,
): string {
  const corner = (x: number, y: number) =>
    `${frame.x(at(x))},${frame.y(at(Math.min(Math.max(y, low), high)))}`;
  const corners = [
    corner(low, low * (1 + band)),
    corner(high / (1 + band), high),
    corner(high, high),
    corner(high, high * (1 - band)),
    corner(low / (1 - band), low),
    corner(low, low),
  ];
  return `<polygon class="band" points="${corners.join(' ')}"/>`;
}

/** Names beside the points, each moved down until it stands on no other. */
function pointNames(
  points: readonly ScatterPoint[],
  at: (value: number) => number,
  frame: PlotFrame,
): string[] {
  const lineHeight = 12;
  const placed: { readonly x: number; readonly y: number }[] = [];
  return points
    .toSorted((a, b) => b.y - a.y)
    .map(({ label, x, y }) => {
      const left = frame.x(at(x)) + 6;
      let line = frame.y(at(y)) + 4;
      const isTaken = () =>
        placed.some((other) => Math.abs(other.y - line) < lineHeight && Math.abs(other.x - left) < 150);
      while (isTaken()) line += 1;
      placed.push({ x: left, y: line });
      const anchor = at(x) > 0.7 ? ' text-anchor="end"' : '';
      const shift = at(x) > 0.7 ? left - 12 : left;
      return `<text class="name" x="${shift.toFixed(1)}" y="${line.toFixed(1)}"${anchor}>${escapeText(label)}</text>`;
    });
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
