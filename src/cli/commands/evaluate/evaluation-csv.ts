import { csvLine } from '../../../exchange/index.js';
import type { FarmEvaluation } from '../../../trainer/index.js';

/** An evaluation as CSV, a line a network; times in microseconds. */
export function evaluationCsv({ deviceModel, scenarioKey, networks }: FarmEvaluation): string {
  const header = [
    ...['device', 'scenario', 'network', 'measuredUs', 'predictedUs', 'errorPercent', 'lowUs', 'highUs'],
    ...['inInterval', 'extrapolatedShare'],
  ];
  const lines = networks.map(({ name, measuredUs, predictedUs, errorPercent, interval, ...network }) => [
    ...[deviceModel, scenarioKey, name, measuredUs, predictedUs, errorPercent],
    ...[interval.lowUs, interval.highUs, network.inInterval, network.extrapolatedShare],
  ]);
  return [header, ...lines].map((fields) => csvLine(fields.map(String))).join('');
}
