import type {
  CompletePrediction,
  GraphPrediction,
  OperationPrediction,
  PartialPrediction,
} from '../../predictor/index.js';
import { latencyText, shareText } from './format.js';
import { renderTable } from './table.js';

/** What is predicted of a network, as people read it: its time and interval, or what is left out of both. */
export function predictionText(subject: string, prediction: GraphPrediction): string {
  return prediction.complete ? completeText(subject, prediction) : partialText(subject, prediction);
}

function completeText(subject: string, prediction: CompletePrediction): string {
  const { interval, extrapolatedShare, totalUs, overheadUs, operations } = prediction;
  const range = `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`;
  return [
    `${subject}: ${latencyText(totalUs)}`,
    `${shareText(interval.coverage)} interval: ${range}`,
    `outside what was measured: ${shareText(extrapolatedShare)}`,
    '',
    operatorTable(operations, totalUs, overheadUs),
  ].join('\n');
}

/** No number stands beside the network's name: what is known of it is not the time that it takes. */
function partialText(subject: string, { unknown, knownUs, operations }: PartialPrediction): string {
  const left = unknown.map(({ operator, count, reason }) => [operator, String(count), reason]);
  const heading = `${subject}: not known whole, so there is no time and no interval\n`;
  const table = renderTable(
    [{ heading: 'left out' }, { heading: 'count', align: 'right' }, { heading: 'why' }],
    left,
  );
  if (knownUs === 0) return `${heading}nothing of it is known\n\n${table}`;
  const sumUs = operations.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
  const known = `what is known of it takes ${latencyText(knownUs)}\n`;
  return `${heading}${known}\n${table}\n${operatorTable(operations, knownUs, knownUs - sumUs)}`;
}

/** The counted operations by operator, those that take longest first. */
function operatorTable(
  operations: readonly OperationPrediction[],
  totalUs: number,
  overheadUs: number,
): string {
  const byOperator = new Map<string, { count: number; predictedUs: number }>();
  for (const { operator, predictedUs, source } of operations) {
    if (source === 'none') continue;
    const sum = byOperator.get(operator) ?? { count: 0, predictedUs: 0 };
    byOperator.set(operator, { count: sum.count + 1, predictedUs: sum.predictedUs + predictedUs });
  }
  const shareOf = (us: number) => shareText(totalUs === 0 ? null : us / totalUs);
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
        shareOf(predictedUs),
      ]),
      ['overhead', '', latencyText(overheadUs), shareOf(overheadUs)],
    ],
  );
}
