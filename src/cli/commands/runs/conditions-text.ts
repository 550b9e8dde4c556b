import {
  foreignShareOf,
  snapshotsOf,
  type ShownSnapshot,
} from '../../../worker/conditions/shown-snapshots.js';
import { shareText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';

/** The conditions before, during and after a run, a row each; nothing where none were noted. */
export function conditionsText(conditions: unknown): string {
  const rows = snapshotsOf(conditions).map((snapshot) => [snapshot.when, ...cells(snapshot)]);
  if (rows.length === 0) return '';
  const headings = ['conditions', 'battery', 'thermal status', 'hottest', 'load', 'clocks'];
  const foreignShare = foreignShareOf(conditions);
  const foreign =
    foreignShare === undefined ? '' : `other programs on its cores: ${shareText(foreignShare)}\n`;
  return (
    renderTable(
      headings.map((heading) => ({ heading })),
      rows,
    ) + foreign
  );
}

function cells(snapshot: ShownSnapshot): string[] {
  const { thermalStatus, hottestC, loadAverage, clocks } = snapshot;
  return [
    batteryText(snapshot),
    thermalStatus === undefined ? '-' : String(thermalStatus),
    hottestC === undefined ? '-' : `${hottestC} °C`,
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

function batteryText({ batteryC, levelPercent, powered }: ShownSnapshot): string {
  const facts = [
    ...(batteryC === undefined ? [] : [`${batteryC} °C`]),
    ...(levelPercent === undefined ? [] : [`${levelPercent} %`]),
    ...(powered === undefined ? [] : [powered ? 'powered' : 'on battery']),
  ];
  return facts.join(', ') || '-';
}

function gigahertz(khz: number | undefined): string {
  return khz === undefined ? '?' : (khz / 1e6).toFixed(2);
}
