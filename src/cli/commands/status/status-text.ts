import { durationText } from '../../output/format.js';
import { harmlessCell } from '../../output/harmless.js';
import { renderTable } from '../../output/table.js';
import type { FarmStatus } from './farm-status.js';

/** How many of a kind are shown: a screen has some forty lines. */
const shown = { troubled: 5, running: 8, campaigns: 10 };

/** The farm in one screen. */
export function statusText(status: FarmStatus, nowMs: number): string {
  const { phones, hosts, queue } = status;
  const states = Object.entries(phones).map(
    ([state, count]) => `${count} ${state.toLowerCase().replaceAll('_', ' ')}`,
  );
  const lines = [
    ['phones', states.join(', ') || 'none'],
    ...troubledLines(status.troubledPhones),
    ['hosts', `${hosts.online} of ${hosts.all} online`],
    ...troubledLines(status.troubledHosts),
    ['queue', `${queue.running} runs in phones, ${queue.pending} waiting`],
  ];
  const summary = lines.map(([label = '', value = '']) => `${label.padEnd(8)}${harmlessCell(value)}\n`);
  return `${summary.join('')}${campaignTable(status)}${runningTable(status, nowMs)}`;
}

function troubledLines(troubled: FarmStatus['troubledPhones']): string[][] {
  const lines = troubled
    .slice(0, shown.troubled)
    .map(({ name, state, reason, remedy }) => [
      '',
      [`${name}: ${state.toLowerCase().replaceAll('_', ' ')}`, reason, remedy]
        .filter((part) => part !== null)
        .join('; '),
    ]);
  return [...lines, ...moreLine(troubled.length, shown.troubled).map((more) => ['', more])];
}

function moreLine(count: number, most: number): string[] {
  return count > most ? [`and ${count - most} more`] : [];
}

function campaignTable({ campaigns }: FarmStatus): string {
  if (campaigns.length === 0) return '\nno campaign is running\n';
  const number = (heading: string) => ({ heading, align: 'right' as const });
  const table = renderTable(
    [
      ...['campaign', 'id', 'owner', 'state'].map((heading) => ({ heading })),
      ...['done', 'failed', 'left', 'phone time', 'time left'].map(number),
    ],
    campaigns
      .slice(0, shown.campaigns)
      .map(({ name, id, owner, state, runs, phoneBusyMs, etaSeconds }) => [
        ...[name, id.slice(0, 13), owner, state.toLowerCase()],
        ...[runs.DONE, runs.FAILED, runs.PENDING + runs.RUNNING].map(String),
        durationText(phoneBusyMs),
        etaSeconds === null ? '-' : durationText(1000 * etaSeconds),
      ]),
  );
  return `\n${table}${moreLine(campaigns.length, shown.campaigns).join('')}`;
}

function runningTable({ running }: FarmStatus, nowMs: number): string {
  if (running.length === 0) return '';
  const table = renderTable(
    ['phone', 'measures', 'scenario', 'campaign', 'since'].map((heading) => ({ heading })),
    running
      .slice(0, shown.running)
      .map(({ phone, sample, scenario, campaign, startedAt }) => [
        ...[phone ?? '-', sample, scenario, campaign],
        startedAt === null ? '-' : durationText(Math.max(0, nowMs - startedAt.getTime())),
      ]),
  );
  return `\n${table}${moreLine(running.length, shown.running).join('')}`;
}
