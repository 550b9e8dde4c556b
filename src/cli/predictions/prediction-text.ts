import type { GraphPrediction } from '../../predictor/index.js';
import { latencyText, shareText } from '../output/format.js';
import { renderTable } from '../output/table.js';
import { unknownOperations, unknownText } from './unknown-operations.js';

/** What is predicted of a network, as people read it. Where something is left out there is no time and no interval. */
export function predictionText(subject: string, prediction: GraphPrediction): string {
  const unknown = unknownOperations(prediction);
  if (unknown.length > 0) {
    return `${subject}: not known whole, so there is no time and no interval\nleft out: ${unknownText(unknown)}\n`;
  }
  const { interval, extrapolatedShare, totalUs, overheadUs } = prediction;
  return [
    `${subject}: ${latencyText(totalUs)}`,
    `${shareText(interval.coverage)} interval: ${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`,
    `outside what was measured: ${shareText(extrapolatedShare)}`,
    '',
    operatorTable(prediction, overheadUs),
  ].join('\n');
}

function operatorTable({ operations, totalUs }: GraphPrediction, overheadUs: number): string {
  const byOperator = new Map<string, { count: number; predictedUs: number }>();
  for (const { operator, predictedUs } of operations) {
    const sum = byOperator.get(operator) ?? { count: 0, predictedUs: 0 };
    byOperator.set(operator, { count: sum.count + 1, predictedUs: sum.predictedUs + predictedUs });
  }
  const rows = [...byOperator].toSorted(([, a], [, b]) => b.predictedUs - a.predictedUs);
  return renderTable(
    [
      { heading: 'operator' },
      { heading: 'count', align: 'right' },
      { heading: 'predicted', align: 'right' },
      { heading: 'share', align: 'right' },
    ],
    [
      ...rows.map(([operator, { count, predictedUs }]) => [
        operator,
        String(count),
        latencyText(predictedUs),
        shareText(predictedUs / totalUs),
      ]),
      ['overhead', '', latencyText(overheadUs), shareText(overheadUs / totalUs)],
    ],
  );
}
