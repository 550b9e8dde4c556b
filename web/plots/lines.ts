import uPlot from 'uplot';

import { axis, colour, type Drawn, type LinesPlot } from './plot.js';

const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

/** Curves over a common axis, told apart by colour and by dashes. */
export function linesOf({ curves, xLabel, yLabel, isTime = false }: LinesPlot): Drawn {
  const data = curves.map(({ points }): uPlot.AlignedData => {
    const sorted = points.toSorted((a, b) => a.x - b.x);
    return [sorted.map(({ x }) => x), sorted.map(({ y }) => y)];
  });
  const series = curves.map(({ label }, index) => ({
    label,
    stroke: colour(`curve-${(index % 4) + 1}`),
    width: 2,
    dash: dashes[index % dashes.length] ?? [],
    points: { size: 5 },
    spanGaps: true,
  }));
  return {
    options: {
      scales: { x: { time: isTime } },
      axes: [axis(xLabel), axis(yLabel)],
      series: [{ label: xLabel }, ...series],
      cursor: { drag: { x: true, y: false } },
    },
    data: data.length === 0 ? [[]] : uPlot.join(data),
  };
}
