import type { FarmEvaluation } from '../farm/evaluate-farm.js';
import { barPlot } from './bar-plot.js';
import { scatterPlot } from './scatter-plot.js';

/** Operation types that are drawn: those that take the most time. */
const mostBars = 12;

/** Plots of an evaluation of the farm's own measurements: SVG documents by file name. */
export function farmPlots(evaluation: FarmEvaluation): Readonly<Record<string, string>> {
  const { deviceModel, scenarioKey, networks, operators } = evaluation;
  const where = `${deviceModel}, ${scenarioKey}`;
  return {
    'predicted-against-measured.svg': scatterPlot({
      title: `Networks on ${where}`,
      xLabel: 'measured, ms',
      yLabel: 'predicted, ms; shaded: within ±10 %',
      band: 0.1,
      named: true,
      points: networks.map(({ name, measuredUs, predictedUs, interval }) => ({
        label: name,
        x: measuredUs / 1000,
        y: predictedUs / 1000,
        halfWidth: (interval.highUs - predictedUs) / 1000,
      })),
    }),
    'error-by-operation.svg': barPlot(
      {
        title: `Operations on ${where}`,
        xLabel: 'operation, those that take the most time first',
        yLabel: 'error of their sum, % of what was measured',
      },
      operators
        .slice(0, mostBars)
        .map(({ operator, errorPercent }) => ({ label: shortName(operator), value: Math.abs(errorPercent) })),
    ),
  };
}

function shortName(operator: string): string {
  return operator.replace(/_2D/, '').toLowerCase().replaceAll('_', ' ');
}
