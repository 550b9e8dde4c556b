import { z } from 'zod';

import { clustersOf, coreSetsOfPhone } from '../../../worker/index.js';
import type { KnownPhone, PhoneHistory } from '../../../worker/index.js';
import { renderTable } from '../../output/table.js';
import { healthText, stateText } from './phone-table.js';

/** What is told of a run's conditions. */
const conditionsSchema = z.object({
  after: z.object({
    battery: z.object({
      levelPercent: z.number().optional(),
      temperatureC: z.number().optional(),
      powered: z.boolean().optional(),
    }),
    thermal: z.object({ status: z.number().optional() }),
  }),
});

/** Everything that the farm knows of a phone, as text. */
export function phoneSheet(shown: KnownPhone, history: PhoneHistory): string {
  const { phone } = shown;
  const clusters = clustersOf(shown);
  const rows: [string, string][] = [
    ['serial', phone.serialNumber],
    [
      'state',
      shown.reason === undefined ? stateText(shown.state) : `${stateText(shown.state)}: ${shown.reason}`,
    ],
    ['what to do', shown.remedy ?? 'nothing'],
    ['health', healthText(shown.health)],
    ['held by', shown.leaseHolder ?? 'nobody'],
    ['host', `${shown.host ?? 'none'}, as ${shown.adbSerial ?? 'nothing'}`],
    ['last seen', timeText(shown.lastSeenAt)],
    [
      'model',
      `${phone.manufacturer} ${phone.deviceModel}, Android ${phone.androidRelease} (SDK ${phone.sdkLevel})`,
    ],
    ['build', phone.buildFingerprint],
    ['SoC', phone.socModel],
    ['GPU', phone.gpuModel ?? 'not told'],
    ['ABIs', phone.abis.join(', ')],
    ...clusters.map(({ name, cpus, maxFrequencyKhz }): [string, string] => [
      `${name} cores`,
      `${cpus.join(', ')} at ${(maxFrequencyKhz / 1e6).toFixed(2)} GHz`,
    ]),
    ['core sets', coreSetsOfPhone(shown).join(', ') || 'none: say its clusters in the fleet file'],
    ['runtimes', history.runtimeVersions.join(', ') || 'none: add a benchmark tool with "farm binaries add"'],
    ['pool', phone.pool.key],
    ['labels', phone.labels.join(', ') || 'none'],
    ['last run', lastRunText(history)],
    ['runs', history.runs.map(({ outcome, count }) => `${count} ${outcome}`).join(', ') || 'none'],
  ];
  return `${renderTable([{ heading: 'field' }, { heading: 'value' }], rows)}\n${historyText(history)}`;
}

function lastRunText({ lastRun }: PhoneHistory): string {
  if (lastRun === undefined) return 'never';
  const conditions = conditionsSchema.safeParse(lastRun.conditions);
  const at = timeText(lastRun.finishedAt);
  if (!conditions.success) return at;
  const { battery, thermal } = conditions.data.after;
  const facts = [
    ...(battery.temperatureC === undefined ? [] : [`battery ${battery.temperatureC} °C`]),
    ...(battery.levelPercent === undefined ? [] : [`${battery.levelPercent} % charged`]),
    ...(battery.powered === undefined ? [] : [battery.powered ? 'powered' : 'on battery']),
    ...(thermal.status === undefined ? [] : [`thermal status ${thermal.status}`]),
  ];
  return `${at}; after it ${facts.join(', ')}`;
}

function historyText({ events }: PhoneHistory): string {
  return renderTable(
    ['at', 'what happened', 'detail'].map((heading) => ({ heading })),
    events.map(({ at, kind, detail }) => [timeText(at), kind, detailText(detail)]),
  );
}

function detailText(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  const text = Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function timeText(at: Date | undefined): string {
  return at === undefined ? 'never' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
