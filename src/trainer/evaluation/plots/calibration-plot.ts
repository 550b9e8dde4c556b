import { plotFrame } from './plot-frame.js';

/** How far off a prediction was, in units of the half-width of its 90 % interval. */
export type Score = number;

/**
 * The share of networks inside intervals of every nominal coverage, as an SVG document. Intervals of other coverages than
 * 90 % are taken as those of normal errors scaled to the 90 % interval; on the diagonal they hold.
 */
export function calibrationPlot(title: string, scores: readonly Score[]): string {
  const frame = plotFrame({ title, xLabel: 'nominal coverage, %', yLabel: 'networks inside, %' });
  const nominal = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);
  const scale90 = centralQuantile(0.9);
  const points = nominal.map((coverage) => {
    const factor = centralQuantile(coverage) / scale90;
    const inside = scores.filter((score) => score <= factor).length / scores.length;
    return `${frame.x(coverage)},${frame.y(inside)}`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 0.9, 1].map((at) => ({ label: String(100 * at), at }));
  const diagonal = `<line class="guide" x1="${frame.x(0)}" y1="${frame.y(0)}" x2="${frame.x(1)}" y2="${frame.y(1)}"/>`;
  return frame.document(
    [frame.xTicks(ticks), frame.yTicks(ticks), diagonal, `<path d="M${points.join('L')}"/>`].join('\n'),
  );
}

/** z with P(|Z| ≤ z) = coverage for a standard normal Z, by bisection on the error function. */
function centralQuantile(coverage: number): number {
  let low = 0;
  let high = 10;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (centralMass(middle) < coverage) low = middle;
    else high = middle;
  }
  return low;
}

/** P(|Z| ≤ z) = erf(z / √2), Abramowitz and Stegun 7.1.26, within 1.5e-7. */
function centralMass(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - polynomial * Math.exp(-x * x);
}
