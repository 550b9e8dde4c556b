import type { CampaignEstimate } from '../../orchestrator/index.js';
import { durationText } from '../output/format.js';
import { renderTable } from '../output/table.js';

const number = (heading: string) => ({ heading, align: 'right' as const });
const minutesText = (minutes: number) => durationText(60_000 * minutes);

/** What a campaign is thought to take, as text. */
export function estimateText(estimate: CampaignEstimate): string {
  const { name, runs, models, phoneMinutes, calendarMinutes, budgetPhoneMinutes, active } = estimate;
  const budget = budgetPhoneMinutes === null ? '' : ` of ${minutesText(budgetPhoneMinutes)}`;
  const rows = [
    ['campaign', name],
    ['runs', active === null ? `${runs} of ${models} models` : `about ${runs}`],
    ['phone time', minutesText(phoneMinutes) + budget],
    ['calendar', `${minutesText(calendarMinutes)} with the phones that are attached`],
    ...(active === null
      ? []
      : [['measured', `about ${active.configurations} of ${active.candidates} configurations a place`]]),
  ];
  const lines = rows.map(([label = '', value = '']) => `${label.padEnd(12)}${value}\n`).join('');
  const notes = estimate.notes.map((note) => `note: ${note}\n`).join('');
  return `${lines}\n${poolTable(estimate)}${errorTable(estimate)}${notes === '' ? '' : `\n${notes}`}`;
}

function poolTable({ pools }: CampaignEstimate): string {
  return renderTable(
    [{ heading: 'pool' }, { heading: 'model' }, ...['phones', 'runs', 'phone time', 'calendar'].map(number)],
    pools.map(({ poolKey, deviceModel, phones, runs, phoneMinutes, calendarMinutes }) => [
      poolKey,
      deviceModel,
      ...[phones, runs].map(String),
      ...[phoneMinutes, calendarMinutes].map(minutesText),
    ]),
  );
}

function errorTable({ active }: CampaignEstimate): string {
  if (active === null || active.errorByBudget.length === 0) return '';
  const percent = (value: number) => `${value.toFixed(1)} %`;
  const table = renderTable(
    ['configurations', 'phone time', 'expected error', 'least', 'most', 'past campaigns'].map(number),
    active.errorByBudget.map((point) => [
      String(point.configurations),
      minutesText(point.phoneMinutes),
      ...[point.expectedErrorPercent, point.leastPercent, point.mostPercent].map(percent),
      String(point.campaigns),
    ]),
  );
  return `\n${table}`;
}
