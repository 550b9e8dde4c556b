import { failuresText, healthScore } from '../../../worker/index.js';
import type { ShownPhone } from '../../../worker/index.js';
import { renderTable } from '../../output/table.js';

/** A state as tables show it: `in use`. */
export function stateText(state: ShownPhone['state']): string {
  return state.toLowerCase().replaceAll('_', ' ');
}

/** The phones as a table, and below it what to do about those that do not measure. */
export function phoneTable(phones: readonly ShownPhone[]): string {
  const headings = ['serial', 'model', 'android', 'pool', 'host', 'health', 'state', 'reason'];
  const table = renderTable(
    headings.map((heading) => ({ heading })),
    phones.map(({ serialNumber, adbSerial, host, state, reason, health, phone }) => [
      serialNumber ?? `(${adbSerial ?? '?'})`,
      phone?.deviceModel ?? '?',
      phone?.androidRelease ?? '?',
      phone?.pool.key ?? '-',
      host ?? '-',
      healthText(health),
      stateText(state),
      reason ?? '',
    ]),
  );
  const remedies = remedyLines(phones);
  return remedies.length === 0 ? table : `${table}\n${remedies.join('')}`;
}

/** `90 %: RUN_TIMEOUT 2` of its latest runs; `-` where there were too few. */
export function healthText(health: ShownPhone['health']): string {
  const score = health === undefined ? undefined : healthScore(health);
  if (health === undefined || score === undefined) return '-';
  const failures = failuresText(health);
  return `${Math.round(100 * score)} %${failures === '' ? '' : `: ${failures}`}`;
}

/** How many phones are named before a remedy that they share. */
const namedPhones = 3;

/** A line a remedy: an adb server that has ended keeps all phones of its host from measuring, and is started once. */
function remedyLines(phones: readonly ShownPhone[]): string[] {
  const namesByRemedy = new Map<string, string[]>();
  for (const { serialNumber, adbSerial, remedy } of phones) {
    if (remedy === undefined) continue;
    const names = namesByRemedy.get(remedy) ?? [];
    namesByRemedy.set(remedy, [...names, serialNumber ?? adbSerial ?? '?']);
  }
  return [...namesByRemedy].map(([remedy, names]) => {
    const more = names.length > namedPhones ? ` and ${names.length - namedPhones} more` : '';
    return `${names.slice(0, namedPhones).join(', ')}${more}: ${remedy}\n`;
  });
}
