import { clustersOf, failuresText, healthScore } from '../../../worker/index.js';
import type { ShownPhone } from '../../../worker/index.js';
import { spanText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';

/** A state as tables show it: `in use`. */
export function stateText(state: ShownPhone['state']): string {
  return state.toLowerCase().replaceAll('_', ' ');
}

/** The phones as a table, and below it what to do about those that do not measure. */
export function phoneTable(phones: readonly ShownPhone[], nowMs: number, isWide: boolean): string {
  const usual = ['serial', 'model', 'android', 'pool', 'host', 'health', 'seen', 'state'];
  const headings = [...usual, ...(isWide ? ['adb', 'ABIs', 'GPU', 'cores'] : []), 'reason'];
  const table = renderTable(
    headings.map((heading) => ({ heading })),
    phones.map((shown) => [
      shown.serialNumber ?? `(${shown.adbSerial ?? '?'})`,
      shown.phone?.deviceModel ?? '?',
      shown.phone?.androidRelease ?? '?',
      shown.phone?.pool.key ?? '-',
      shown.host ?? '-',
      healthText(shown.health),
      shown.lastSeenAt === undefined ? '-' : spanText(nowMs - shown.lastSeenAt.getTime()),
      stateText(shown.state),
      ...(isWide ? wideCells(shown) : []),
      shown.reason ?? '',
    ]),
  );
  const remedies = remedyLines(phones);
  return remedies.length === 0 ? table : `${table}\n${remedies.join('')}`;
}

/** What tells phones of one model apart, and what can be measured on them. */
function wideCells(shown: ShownPhone): string[] {
  const { adbSerial, phone } = shown;
  if (phone === undefined) return [adbSerial ?? '-', '?', '?', '?'];
  const cores = clustersOf({ ...shown, phone }).map(({ name, cpus }) => `${cpus.length} ${name}`);
  return [adbSerial ?? '-', phone.abis.join(', '), phone.gpuModel ?? '-', cores.join(', ') || '-'];
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
