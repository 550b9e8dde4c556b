import { latencyText } from '../../src/platform/format.js';
import { bar, element, tableOf } from '../elements.js';
import type { Prediction, Tried } from './prediction.js';

const mostOperations = 25;

/** The operations of a prediction that cost most, and how each is known. */
export function showDetails(place: HTMLElement, { place: { device, scenario }, prediction }: Tried): void {
  if (prediction === undefined) return;
  const costly = prediction.operations
    .toSorted((a, b) => b.predictedUs - a.predictedUs)
    .slice(0, mostOperations);
  const allUs = prediction.operations.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
  const greatestUs = costly[0]?.predictedUs ?? 0;
  const rows = costly.map((operation) => [
    `${operation.index} ${operation.operator}`,
    bar(greatestUs > 0 ? operation.predictedUs / greatestUs : 0),
    latencyText(operation.predictedUs),
    allUs > 0 ? `${((100 * operation.predictedUs) / allUs).toFixed(1)} %` : '–',
    knownBy(operation),
  ]);
  place.replaceChildren(
    element('h2', { tabindex: '-1' }, `Operations that cost most on ${device}, ${scenario}`),
    tableOf('Operations that cost most', ['operation', 'time', 'latency', 'share', 'known by'], rows, [2, 3]),
  );
  place.hidden = false;
}

function knownBy({
  source,
  measured,
  extrapolated,
  kernelGroup,
  leftOut,
}: Prediction['operations'][number]): string {
  if (source === 'none') return `unknown${leftOut === undefined ? '' : `: ${leftOut}`}`;
  const how = measured
    ? 'measured as it is'
    : source === 'fallback'
      ? 'guessed from its work'
      : `predictor of ${kernelGroup}`;
  return extrapolated ? `${how}, outside what was measured` : how;
}
