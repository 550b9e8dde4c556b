import { z } from 'zod';

import {
  campaignProgress,
  listCampaigns,
  listRuns,
  type CampaignProgress,
  type CampaignSummary,
} from '../../../orchestrator/index.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { isCampaignOver } from '../../progress/progress-feed.js';
import { shortText } from '../../documents/common.js';
import { stackedBar } from '../html/bars.js';
import { html, type Html } from '../html/html.js';
import { section, trail } from '../html/layout.js';
import { orderButtons } from '../html/orders.js';
import { plot } from '../html/plots.js';
import { facts, nextPage, table } from '../html/table.js';
import { badge, duration, link, pathTo, percent, share } from '../html/values.js';
import { runTable } from './run-table.js';
import { sendFragment, sendPage } from './send-page.js';

/** Campaigns on one page. */
const pageLength = 100;

/** Campaigns, and each of them. */
export function addCampaignPages(scope: ApiServer, { database, clock }: ApiServices): void {
  const querystring = z.object({ after: shortText.optional() });
  scope.get(
    '/campaigns',
    { schema: { hide: true, querystring } },
    async ({ query: { after }, caller }, reply) => {
      const page = { limit: pageLength, ...(after !== undefined && { after }) };
      const { campaigns, next } = await listCampaigns(database, page);
      return sendPage(reply, caller, {
        title: 'Campaigns',
        section: '/dashboard/campaigns',
        body: html`${campaignTable(campaigns)} ${next !== null && nextPage(`?after=${next}`)}`,
      });
    },
  );
  const schema = { hide: true, params: z.object({ id: shortText }) };
  scope.get('/campaigns/:id', { schema }, async ({ params: { id }, caller }, reply) => {
    const campaign = await campaignProgress(database, id);
    const { runs } = await listRuns(database, { campaign: campaign.id, limit: 20 });
    const isOver = isCampaignOver(campaign.state);
    const route = `/v1/campaigns/${campaign.id}`;
    const orders = [
      ...(campaign.state === 'RUNNING' ? [{ path: `${route}/pause`, text: 'Pause' }] : []),
      ...(campaign.state === 'PAUSED' ? [{ path: `${route}/resume`, text: 'Resume' }] : []),
      { path: `${route}/cancel`, text: 'Cancel', confirm: 'What is not measured yet is given up.' },
    ];
    const live =
      !isOver &&
      html` data-progress="${route}/progress" data-part="${pathTo('campaigns', campaign.id)}/state"`;
    return sendPage(reply, caller, {
      title: campaign.name,
      section: '/dashboard/campaigns',
      body: html`${trail(['/dashboard/campaigns', 'Campaigns'])}
        <div id="state" ${live}>${campaignState(campaign)}</div>
        ${!isOver && orderButtons(caller?.role, orders)}
        <p>
          ${link(`${pathTo('campaigns', campaign.id)}/results`, 'Networks measured beside predicted')} ·
          ${link(`/dashboard/runs?campaign=${campaign.id}`, 'All its runs')}
        </p>
        ${campaign.rounds.length > 0 && section('Learning curve', learningCurve(campaign), roundTable(campaign))}
        ${campaign.packing.length > 0 && section('Packing', packingTable(campaign))}
        ${section('Latest runs', runTable(runs, clock.nowMs(), 'None has begun.'))}`,
    });
  });
  scope.get('/campaigns/:id/state', { schema }, async ({ params: { id } }, reply) =>
    sendFragment(reply, campaignState(await campaignProgress(database, id))),
  );
}

function campaignTable(campaigns: readonly CampaignSummary[]): Html {
  return table(
    campaigns,
    [
      { heading: 'campaign', cell: ({ id, name }) => link(pathTo('campaigns', id), name) },
      { heading: 'state', cell: ({ state }) => badge(state) },
      { heading: 'runs', cell: (campaign) => html`${progressBar(campaign)} ${counts(campaign)}` },
      {
        heading: 'left',
        cell: ({ etaSeconds }) => etaSeconds !== null && duration(1000 * etaSeconds),
        isNumber: true,
      },
      { heading: 'phone time', cell: ({ phoneBusyMs }) => duration(phoneBusyMs), isNumber: true },
      { heading: 'budget', cell: ({ budgetMs }) => budgetMs !== null && duration(budgetMs), isNumber: true },
      { heading: 'owner', cell: ({ owner }) => owner },
      { heading: 'why', cell: ({ stateReason }) => stateReason },
    ],
    { label: 'Campaigns', empty: html`No campaign yet: <code>farm campaign submit FILE</code>.` },
  );
}

function counts({ runs }: CampaignSummary): string {
  const failed = runs.FAILED > 0 ? `, ${runs.FAILED} failed` : '';
  return `${runs.DONE} of ${runs.total}${failed}`;
}

function progressBar({ runs }: CampaignSummary): Html {
  return stackedBar(runs.total, [
    { value: runs.DONE, kind: 'good' },
    { value: runs.FAILED, kind: 'bad' },
  ]);
}

/** What changes while a campaign runs. */
function campaignState(campaign: CampaignProgress): Html {
  const { runs, state, stateReason, etaSeconds, phoneBusyMs, toolMs, phoneBusyShare, budgetMs } = campaign;
  const told = (counted: Readonly<Record<string, number>>) =>
    Object.entries(counted)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  return html`<p class="lead">${badge(state)} ${stateReason}</p>
    <p>${progressBar(campaign)} ${counts(campaign)}</p>
    ${facts([
      ['done in', etaSeconds === null ? null : `about ${duration(1000 * etaSeconds)}`],
      ['queue', `${runs.PENDING} waiting, ${runs.RUNNING} running`],
      ['phone time', `${duration(phoneBusyMs)}${budgetMs === null ? '' : ` of ${duration(budgetMs)}`}`],
      ['in the tool', `${duration(toolMs)}, ${share(phoneBusyShare)}`],
      ['verdicts', told(campaign.verdicts)],
      ['failures', told(campaign.failures)],
      ['priority', campaign.priority],
      ['owner', campaign.owner],
    ])}`;
}

function placeOf({
  scenarioKey,
  poolKey,
}: {
  readonly scenarioKey: string;
  readonly poolKey: string;
}): string {
  return `${scenarioKey} on ${poolKey.slice(0, 12)}`;
}

function learningCurve({ rounds }: CampaignProgress): Html {
  const places = [...new Set(rounds.map(placeOf))];
  const curves = places.map((label) => ({
    label,
    points: rounds
      .filter((round) => placeOf(round) === label)
      .flatMap(({ estimate }) =>
        estimate === null ? [] : [{ x: estimate.measured, y: estimate.expectedErrorPercent }],
      ),
  }));
  return plot('Expected error of networks by configurations measured, %', {
    ...{ kind: 'lines', xLabel: 'configurations measured', yLabel: 'expected error, %' },
    curves,
  });
}

function roundTable({ rounds }: CampaignProgress): Html {
  return table(
    rounds,
    [
      { heading: 'round', cell: ({ ordinal }) => ordinal },
      { heading: 'place', cell: (round) => html`<code>${placeOf(round)}</code>` },
      { heading: 'state', cell: ({ state }) => badge(state) },
      { heading: 'measured', cell: ({ estimate }) => estimate?.measured, isNumber: true },
      {
        heading: 'expected error',
        cell: ({ estimate }) => percent(estimate?.expectedErrorPercent),
        isNumber: true,
      },
      {
        heading: 'in range',
        cell: ({ estimate }) => percent(estimate?.networksWithinPercent),
        isNumber: true,
      },
      {
        heading: 'chosen',
        cell: ({ choices, architectures }) => choices.length + architectures.length,
        isNumber: true,
      },
      { heading: 'cost', cell: ({ expectedCostMs }) => duration(expectedCostMs), isNumber: true },
      { heading: 'why it ended', cell: ({ reason }) => reason },
    ],
    { label: 'Rounds', empty: 'No round yet.' },
  );
}

function packingTable({ packing }: CampaignProgress): Html {
  return table(
    packing,
    [
      { heading: 'operation', cell: ({ operator }) => operator },
      { heading: 'place', cell: (judged) => html`<code>${placeOf(judged)}</code>` },
      {
        heading: 'decision',
        cell: ({ decision }) => badge(decision, decision === 'REFUSED' ? 'bad' : 'good'),
      },
      { heading: 'packed to alone', cell: ({ ratio }) => ratio.toFixed(3), isNumber: true },
      { heading: 'spread', cell: ({ spread }) => spread.toFixed(3), isNumber: true },
      { heading: 'configurations', cell: ({ configurations }) => configurations, isNumber: true },
    ],
    { label: 'Packing by operation', empty: 'Nothing was packed.' },
  );
}
