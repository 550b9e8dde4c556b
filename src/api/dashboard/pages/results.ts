import { z } from 'zod';

import { findCampaign } from '../../../orchestrator/index.js';
import { campaignResults, type NetworkResult } from '../../../trainer/index.js';
import { givingWay } from '../../../platform/giving-way.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { shortText } from '../../documents/common.js';
import { html, type Html } from '../html/html.js';
import { trail } from '../html/layout.js';
import { plot } from '../html/plots.js';
import { nextPage, table } from '../html/table.js';
import { badge, interval, latency, link, pathTo, percent, signedPercent } from '../html/values.js';
import { sendPage } from './send-page.js';

const pageLength = 100;

/** Networks of a campaign, measured beside predicted. */
export function addResultPage(scope: ApiServer, { database, predictors, clock }: ApiServices): void {
  const params = z.object({ id: shortText });
  const querystring = z.object({ after: z.coerce.number().int().min(-1).max(0x7fffffff).default(-1) });
  scope.get(
    '/campaigns/:id/results',
    { schema: { hide: true, params, querystring } },
    async ({ params: { id }, query: { after }, caller }, reply) => {
      const campaign = await findCampaign(database, id);
      const { results, next } = await campaignResults(
        database,
        campaign.id,
        { networks: pageLength, after },
        { releases: predictors, giveWay: givingWay(clock) },
      );
      return sendPage(reply, caller, {
        title: 'Results',
        section: '/dashboard/campaigns',
        body: html`${trail(['/dashboard/campaigns', 'Campaigns'], [pathTo('campaigns', campaign.id), campaign.name])}
        ${scatterOf(results)} ${resultTable(results, campaign.id)}
        ${next !== null && nextPage(`?after=${next}`)}`,
      });
    },
  );
}

function scatterOf(results: readonly NetworkResult[]): Html | undefined {
  const networks = results.flatMap(({ sample, meanUs, predictedUs }) =>
    meanUs === null || predictedUs === null ? [] : [{ name: sample, measuredUs: meanUs, predictedUs }],
  );
  if (networks.length === 0) return undefined;
  return plot('Predicted against measured latency, with a band of ±10 %', { kind: 'scatter', networks });
}

function resultTable(results: readonly NetworkResult[], campaignId: string): Html {
  return table(
    results,
    [
      { heading: 'network', cell: ({ sample }) => html`<span class="name">${sample}</span>` },
      { heading: 'measured', cell: ({ meanUs }) => latency(meanUs), isNumber: true },
      { heading: '±', cell: ({ inferenceStdUs }) => latency(inferenceStdUs), isNumber: true },
      { heading: 'predicted', cell: ({ predictedUs }) => latency(predictedUs), isNumber: true },
      { heading: 'error', cell: ({ errorPercent }) => signedPercent(errorPercent), isNumber: true },
      { heading: 'interval', cell: ({ lowUs, highUs }) => interval(lowUs, highUs) },
      {
        heading: 'inside',
        cell: ({ inInterval }) => inInterval !== null && badge(inInterval ? 'yes' : 'no'),
      },
      { heading: 'runs', cell: ({ measured, runs }) => `${measured} of ${runs}`, isNumber: true },
      {
        heading: 'between runs',
        cell: ({ betweenRunsPercent }) => percent(betweenRunsPercent),
        isNumber: true,
      },
      { heading: 'scenario', cell: ({ scenario }) => html`<code>${scenario}</code>` },
      { heading: 'device', cell: ({ deviceModel }) => deviceModel },
      { heading: 'note', cell: noteOf },
    ],
    {
      label: 'Networks, measured beside predicted',
      empty: html`This campaign measures no whole network;
      ${link(`/dashboard/runs?campaign=${campaignId}`, 'its runs')} tell of operations.`,
    },
  );
}

function noteOf({ isOk, measured, verdicts, failures, notPredicted }: NetworkResult): string {
  const unfair = measured > 0 && !isOk ? [`no run is ok: ${verdicts.join(', ')}`] : [];
  return [...unfair, ...failures, ...(notPredicted === null ? [] : [notPredicted])].join('; ');
}
