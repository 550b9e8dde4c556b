import type { ShownPhone } from '../../../worker/index.js';
import { renderTable } from '../../output/table.js';

/** A state as tables show it: `in use`. */
export function stateText(state: ShownPhone['state']): string {
  return state.toLowerCase().replaceAll('_', ' ');
}

/** The phones as a table, and below it what to do about those that do not measure. */
export function phoneTable(phones: readonly ShownPhone[]): string {
  const headings = ['serial', 'model', 'android', 'pool', 'host', 'state', 'reason'];
  const table = renderTable(
    headings.map((heading) => ({ heading })),
    phones.map(({ serialNumber, adbSerial, host, state, reason, phone }) => [
      serialNumber ?? `(${adbSerial ?? '?'})`,
      phone?.deviceModel ?? '?',
      phone?.androidRelease ?? '?',
      phone?.pool.key ?? '-',
      host ?? '-',
      stateText(state),
      reason ?? '',
    ]),
  );
  const remedies = phones.flatMap(({ serialNumber, adbSerial, remedy }) =>
    remedy === undefined ? [] : [`${serialNumber ?? adbSerial ?? '?'}: ${remedy}\n`],
  );
  return remedies.length === 0 ? table : `${table}\n${remedies.join('')}`;
}
