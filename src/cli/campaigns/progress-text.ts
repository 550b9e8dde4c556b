import type { CampaignProgress, PackingDecision } from '../../orchestrator/index.js';
import { durationText, shareText } from '../output/format.js';
import { renderTable } from '../output/table.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';

/** How a campaign stands, as text: its runs, what an active one decided round by round, and what was found of packing. */
export function progressText(progress: CampaignProgress): string {
  return summary(progress) + roundsTable(progress) + packingTable(progress);
}

function summary(progress: CampaignProgress): string {
  const { runs, etaSeconds, stateReason, budgetMs, rounds } = progress;
  const budget = budgetMs === null ? '' : ` of ${durationText(budgetMs)}`;
  const counts = (values: Readonly<Record<string, number>>): string =>
    Object.entries(values)
      .map(([key, count]) => `${count} ${key}`)
      .join(', ') || 'none';
  const rows = [
    ['campaign', progress.name],
    ['id', progress.id],
    ['owner', progress.owner],
    ['state', progress.state.toLowerCase() + (stateReason === null ? '' : ` (${stateReason})`)],
    [
      'runs',
      `${runs.total}: ${runs.DONE} done, ${runs.RUNNING} running, ${runs.PENDING} pending, ${runs.FAILED} failed, ${runs.CANCELLED} cancelled${split(runs.SPLIT)}`,
    ],
    ['verdicts', counts(progress.verdicts)],
    ['failures', counts(progress.failures)],
    ['priority', String(progress.priority)],
    ['phone time', durationText(progress.phoneBusyMs) + budget],
    ['in the tool', shareText(progress.phoneBusyShare)],
    [
      'time left',
      etaSeconds === null
        ? '-'
        : `${rounds.length > 0 ? 'at most ' : 'about '}${durationText(etaSeconds * 1000)}`,
    ],
  ];
  return rows.map(([label = '', value = '']) => `${label.padEnd(12)}${value}\n`).join('');
}

function split(packs: number): string {
  return packs === 0 ? '' : `; ${packs} packs failed and were measured in parts`;
}

/** What an active campaign decided, round by round. */
function roundsTable({ rounds }: CampaignProgress): string {
  if (rounds.length === 0) return '';
  const number = (heading: string) => ({ heading, align: 'right' as const });
  const headings = [
    { heading: 'scenario' },
    { heading: 'pool' },
    number('round'),
    { heading: 'state' },
    number('measured before'),
    number('expected error'),
    number('within target'),
    number('chosen'),
    { heading: 'from' },
    number('expected cost'),
  ];
  const percent = (value: number | undefined) => (value === undefined ? '-' : `${value.toFixed(1)} %`);
  const table = renderTable(
    headings,
    rounds.map(({ estimate, ...round }) => [
      round.scenarioKey,
      round.poolKey,
      String(round.ordinal),
      round.state.toLowerCase(),
      String(estimate?.measured ?? 0),
      percent(estimate?.expectedErrorPercent),
      percent(estimate?.networksWithinPercent),
      chosenText(round),
      round.sources.join(' ') || '-',
      durationText(round.expectedCostMs),
    ]),
  );
  return `\n${table}`;
}

function chosenText({ choices, architectures }: Pick<CampaignRoundRow, 'choices' | 'architectures'>): string {
  const networks = architectures.length === 0 ? '' : ` in ${architectures.length} networks`;
  return `${choices.length}${networks}`;
}

const packingTexts: Readonly<Record<PackingDecision, string>> = {
  AGREES: 'agrees',
  CORRECTED: 'packed times divided by the ratio',
  REFUSED: 'measured singly',
};

/** Whether packed and single timings agree. */
function packingTable({ packing }: CampaignProgress): string {
  if (packing.length === 0) return '';
  const number = (heading: string) => ({ heading, align: 'right' as const });
  const table = renderTable(
    [
      ...[{ heading: 'scenario' }, { heading: 'pool' }, { heading: 'packing of' }],
      ...[number('packed / alone'), number('spread'), number('configurations'), { heading: 'decision' }],
    ],
    packing.map(({ scenarioKey, poolKey, operator, ratio, spread, configurations, decision }) => [
      ...[scenarioKey, poolKey, operator],
      ...[ratio.toFixed(3), spread.toFixed(3), String(configurations), packingTexts[decision]],
    ]),
  );
  return `\n${table}`;
}
