import { z } from 'zod';

import { shareText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';

/** A snapshot as workers store it; members are absent where the phone did not tell them. */
const snapshotSchema = z.looseObject({
  battery: z
    .looseObject({
      temperatureC: z.number().optional(),
      levelPercent: z.number().optional(),
      powered: z.boolean().optional(),
    })
    .optional(),
  thermal: z
    .looseObject({
      status: z.number().optional(),
      temperatures: z.array(z.looseObject({ temperatureC: z.number() })).optional(),
    })
    .optional(),
  clocks: z
    .array(
      z.looseObject({
        policy: z.string(),
        governor: z.string().optional(),
        currentKhz: z.number().optional(),
        maxKhz: z.number().optional(),
      }),
    )
    .optional(),
  loadAverage: z.number().optional(),
});

const conditionsSchema = z.looseObject({
  before: snapshotSchema.optional(),
  during: z.array(snapshotSchema).optional(),
  after: snapshotSchema.optional(),
  foreignCpuShare: z.number().optional(),
});

type Snapshot = z.output<typeof snapshotSchema>;

/** The conditions before, during and after a run, a row each; nothing where none were noted. */
export function conditionsText(conditions: unknown): string {
  const { data } = conditionsSchema.safeParse(conditions);
  if (data === undefined) return '';
  const { before, during = [], after, foreignCpuShare } = data;
  const rows = [
    ...(before === undefined ? [] : [['before', ...cells(before)]]),
    ...during.map((snapshot) => ['during', ...cells(snapshot)]),
    ...(after === undefined ? [] : [['after', ...cells(after)]]),
  ];
  if (rows.length === 0) return '';
  const headings = ['conditions', 'battery', 'thermal status', 'hottest', 'load', 'clocks'];
  const foreign =
    foreignCpuShare === undefined ? '' : `other programs on its cores: ${shareText(foreignCpuShare)}\n`;
  return (
    renderTable(
      headings.map((heading) => ({ heading })),
      rows,
    ) + foreign
  );
}

function cells({ battery, thermal, clocks = [], loadAverage }: Snapshot): string[] {
  const temperatures = (thermal?.temperatures ?? []).map(({ temperatureC }) => temperatureC);
  return [
    batteryText(battery),
    thermal?.status === undefined ? '-' : String(thermal.status),
    temperatures.length === 0 ? '-' : `${Math.max(...temperatures)} °C`,
    loadAverage === undefined ? '-' : loadAverage.toFixed(2),
    clocks
      .map(({ policy, governor, currentKhz, maxKhz }) =>
        [
          policy,
          `${gigahertz(currentKhz)} of ${gigahertz(maxKhz)} GHz`,
          ...(governor === undefined ? [] : [governor]),
        ].join(' '),
      )
      .join('; ') || '-',
  ];
}

function batteryText(battery: Snapshot['battery']): string {
  const facts = [
    ...(battery?.temperatureC === undefined ? [] : [`${battery.temperatureC} °C`]),
    ...(battery?.levelPercent === undefined ? [] : [`${battery.levelPercent} %`]),
    ...(battery?.powered === undefined ? [] : [battery.powered ? 'powered' : 'on battery']),
  ];
  return facts.join(', ') || '-';
}

function gigahertz(khz: number | undefined): string {
  return khz === undefined ? '?' : (khz / 1e6).toFixed(2);
}
