import { axisTicks, escapeText, plotFrame } from './plot-frame.js';

export interface Curve {
  readonly label: string;
  /** Both above 0, x ascending. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface CurvePlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** At least one, with at least one point in all. */
  readonly curves: readonly Curve[];
}

const colours = ['#2b6cb0', '#c05621', '#2f855a', '#6b46c1', '#b83280', '#4a5568'];

/** Curves with their points and a legend, both axes logarithmic, as an SVG document. */
export function curvePlot({ title, xLabel, yLabel, curves }: CurvePlot): string {
  const points = curves.flatMap((curve) => curve.points);
  const x = logarithmicAxis(points.map((point) => point.x));
  const y = logarithmicAxis(points.map((point) => point.y));
  const frame = plotFrame({ title, xLabel, yLabel });
  const drawn = curves.map(({ label, points: own }, index) => {
    const colour = colours[index % colours.length] as string;
    const places = own.map((point) => [frame.x(x.at(point.x)), frame.y(y.at(point.y))] as const);
    const line = `<path style="stroke:${colour}" d="M${places.map((place) => place.join(',')).join('L')}"/>`;
    const marks = places.map(
      ([left, top]) => `<circle cx="${left}" cy="${top}" r="3" style="fill:${colour}"/>`,
    );
    const top = frame.y(1) + 16 + 16 * index;
    const legend = `<text x="${frame.x(1)}" y="${top}" text-anchor="end" style="fill:${colour}">${escapeText(label)}</text>`;
    return [...(own.length === 0 ? [] : [line]), ...marks, legend].join('');
  });
  return frame.document([frame.xTicks(x.ticks), frame.yTicks(y.ticks), ...drawn].join('\n'));
}

function logarithmicAxis(values: readonly number[]) {
  const low = Math.min(...values) / 1.1;
  const high = Math.max(...values) * 1.1;
  const at = (value: number) => Math.log(value / low) / Math.log(high / low);
  return { at, ticks: axisTicks(low, high).map((value) => ({ label: String(value), at: at(value) })) };
}
