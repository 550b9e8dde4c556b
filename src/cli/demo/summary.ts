import { durationText, latencyText, shareText, signedPercentText } from '../output/format.js';
import { renderTable } from '../output/table.js';
import type { DemoDocument } from './demo.js';

/** The demo's result for people: networks, operations, and what it took. */
export function demoSummary(document: DemoDocument): string {
  const numbers = (heading: string) => ({ heading, align: 'right' as const });
  const errors = [numbers('measured'), numbers('predicted'), numbers('error')];
  const networks = renderTable(
    [{ heading: 'network' }, ...errors, { heading: '90 % interval' }],
    document.networks.map(({ name, measuredUs, predictedUs, errorPercent, interval }) => [
      name,
      latencyText(measuredUs),
      latencyText(predictedUs),
      signedPercentText(errorPercent),
      `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`,
    ]),
  );
  const operators = renderTable(
    [{ heading: 'operation' }, numbers('count'), ...errors],
    document.operators.map(({ operator, count, measuredUs, predictedUs, errorPercent }) => [
      operator,
      String(count),
      latencyText(measuredUs),
      latencyText(predictedUs),
      signedPercentText(errorPercent),
    ]),
  );
  const refused = document.refused.map(
    ({ name, code, reason }) => `${name} was not measured (${code}): ${reason}\n`,
  );
  return [
    `Scenario ${document.scenario}, learned from ${document.training.trainingRows} timings of single operations.\n`,
    networks,
    operators,
    ...(refused.length === 0 ? [] : [refused.join('')]),
    [
      `mean error of the networks  ${document.meanErrorPercent.toFixed(1)} %`,
      `phone time inside the tool  ${shareText(document.phoneBusyShare)}`,
      `seconds in all              ${durationText(document.seconds * 1000)}`,
      '',
    ].join('\n'),
  ].join('\n');
}
