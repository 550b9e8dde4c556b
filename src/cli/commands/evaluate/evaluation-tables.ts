import type { IncompleteNetwork, NetworkReport, OperatorReport } from '../../../trainer/index.js';
import { latencyText, shareText, signedPercentText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';

const number = (heading: string) => ({ heading, align: 'right' as const });
const compared = [number('measured'), number('predicted'), number('error')];

/** Networks by name, as measured beside as predicted. */
export function networkTable(networks: readonly NetworkReport[]): string {
  return renderTable(
    [{ heading: 'network' }, ...compared, { heading: '90 % interval' }, { heading: 'in it' }],
    networks.map(({ name, measuredUs, predictedUs, errorPercent, interval, inInterval }) => [
      name,
      latencyText(measuredUs),
      latencyText(predictedUs),
      signedPercentText(errorPercent),
      `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`,
      inInterval ? 'yes' : 'no',
    ]),
  );
}

/** Networks that no prediction holds whole, and what would be left out. */
export function incompleteTable(networks: readonly IncompleteNetwork[]): string {
  return renderTable(
    [{ heading: 'not known whole' }, { heading: 'left out' }, number('count'), { heading: 'why' }],
    networks.flatMap(({ name, unknown }) =>
      unknown.map(({ operator, count, reason }) => [name, operator, String(count), reason]),
    ),
  );
}

/** Operation types, those that take the most time first, and why they are off where that is known. */
export function operatorTable(operators: readonly OperatorReport[]): string {
  const table = renderTable(
    [{ heading: 'operation' }, number('count'), ...compared, number('of the time'), { heading: 'why' }],
    operators.map(({ operator, count, measuredUs, predictedUs, errorPercent, shareOfTime, note }) => [
      operator,
      String(count),
      latencyText(measuredUs),
      latencyText(predictedUs),
      signedPercentText(errorPercent),
      shareText(shareOfTime),
      note,
    ]),
  );
  return `${table}${measuredMeans}\n`;
}

const measuredMeans =
  'A network’s measured time is the mean of its inferences as the tool times them whole; an operation’s is the sum of its lines in the profile.';
