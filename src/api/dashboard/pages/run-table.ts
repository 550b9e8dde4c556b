import type { RunList } from '../../../orchestrator/index.js';
import { html, type Html, type HtmlPart } from '../html/html.js';
import { table } from '../html/table.js';
import { latency, link, moment, outcome, pathTo, shortId } from '../html/values.js';

/** Runs, those begun last first. */
export function runTable(runs: RunList['runs'], nowMs: number, empty: HtmlPart): Html {
  return table(
    runs,
    [
      { heading: 'run', cell: ({ id }) => link(pathTo('runs', id), shortId(id)) },
      { heading: 'outcome', cell: outcome },
      { heading: 'latency', cell: ({ inferenceMeanUs }) => latency(inferenceMeanUs), isNumber: true },
      { heading: '±', cell: ({ inferenceStdUs }) => latency(inferenceStdUs), isNumber: true },
      { heading: 'sample', cell: ({ sample }) => html`<span class="name">${sample}</span>` },
      { heading: 'scenario', cell: ({ scenario }) => html`<code>${scenario}</code>` },
      { heading: 'phone', cell: ({ phone }) => phone !== null && link(pathTo('phones', phone), phone) },
      { heading: 'campaign', cell: (run) => link(pathTo('campaigns', run.campaignId), run.campaign) },
      { heading: 'begun', cell: ({ startedAt }) => moment(startedAt, nowMs) },
    ],
    { label: 'Runs', empty },
  );
}
