import { z } from 'zod';

import { listRuns, runLog, showRun, type RunDetails, type RunLog } from '../../../orchestrator/index.js';
import { isFarmError } from '../../../platform/index.js';
import { predictRun, type PredictedOperation, type PredictedTotal } from '../../../trainer/index.js';
import { snapshotsOf, type ShownSnapshot } from '../../../worker/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { shortText } from '../../documents/common.js';
import { runQueryFields } from '../../documents/run.js';
import { bars } from '../html/bars.js';
import { html, type Html } from '../html/html.js';
import { section, trail } from '../html/layout.js';
import { facts, nextPage, table } from '../html/table.js';
import * as show from '../html/values.js';
import { runTable } from './run-table.js';
import { sendPage } from './send-page.js';

/** What a page may hold of what a run has printed, and of its operations; the API tells all. */
const mostCharacters = 24_000;
const mostOperations = 300;

/** Runs, and each of them. */
export function addRunPages(scope: ApiServer, { database, clock, predictors }: ApiServices): void {
  const filter = runQueryFields.pick({
    campaign: true,
    phone: true,
    verdict: true,
    failed: true,
    after: true,
  });
  scope.get('/runs', { schema: { hide: true, querystring: filter } }, async ({ query, caller }, reply) => {
    const { campaign, phone, verdict, failed, after } = query;
    const page = await listRuns(database, {
      limit: 50,
      ...(campaign !== undefined && { campaign }),
      ...(phone !== undefined && { phone }),
      ...(verdict !== undefined && { verdict }),
      ...(failed !== undefined && { failed }),
      ...(after !== undefined && { after }),
    });
    const within = { ...(campaign !== undefined && { campaign }), ...(phone !== undefined && { phone }) };
    const pathOf = (which: Readonly<Record<string, string>>) =>
      `/dashboard/runs?${new URLSearchParams({ ...within, ...which }).toString()}`;
    const next = pathOf({
      ...(verdict !== undefined && { verdict }),
      ...(failed !== undefined && { failed: String(failed) }),
      after: page.next ?? '',
    });
    return sendPage(reply, caller, {
      title: 'Runs',
      section: '/dashboard/runs',
      body: html`<ul class="tiles" aria-label="Which runs">
          <li><a href="${pathOf({})}">all</a></li>
          <li><a href="${pathOf({ failed: 'true' })}">failed</a></li>
          ${(['ok', 'throttled', 'contended', 'noisy'] as const).map(
            (each) =>
              html`<li>
                <a href="${pathOf({ verdict: each })}" ${each === verdict && html` aria-current="true"`}
                  >${each}</a
                >
              </li>`,
          )}
        </ul>
        ${runTable(page.runs, clock.nowMs(), html`No such run. A campaign makes some: <code>farm campaign submit</code>.`)}
        ${page.next !== null && nextPage(next)}`,
    });
  });
  scope.get(
    '/runs/:id',
    { schema: { hide: true, params: z.object({ id: shortText }) } },
    async ({ params: { id }, caller }, reply) => {
      const run = await showRun(database, id);
      const [predicted, log] = await Promise.all([
        predictRun(database, predictors, run),
        logOf(database, run.id),
      ]);
      return sendPage(reply, caller, {
        title: run.sample,
        section: '/dashboard/runs',
        body: html`${trail(
            [show.pathTo('campaigns', run.campaignId), run.campaign],
            [`/dashboard/runs?campaign=${run.campaignId}`, 'Runs'],
          )}
          <p class="lead">${show.outcome(run)} ${run.verdictReason ?? run.failureMessage}</p>
          ${runFacts(run, predicted.total, clock.nowMs())}
          ${section('Operations', operationTable(predicted.operations))}
          ${section('Conditions', conditionsTable(snapshotsOf(run.conditions)))}
          ${section('What the tool printed', outputOf(log, run.id))}`,
      });
    },
  );
}

async function logOf(database: Database, id: string): Promise<RunLog | undefined> {
  try {
    return await runLog(database, id);
  } catch (error) {
    if (isFarmError(error, 'RUN_WITHOUT_OUTPUT')) return undefined;
    throw error;
  }
}

function runFacts(run: RunDetails, total: PredictedTotal, nowMs: number): Html {
  const { inferenceMeanUs, inferenceStdUs, inferenceCount } = run;
  return facts([
    [
      'measured',
      inferenceMeanUs !== null &&
        html`<strong>${show.latency(inferenceMeanUs)}</strong> ± ${show.latency(inferenceStdUs)},
          ${inferenceCount} inferences`,
    ],
    [
      'predicted',
      total.predictedUs === null
        ? total.notPredicted
        : `${show.latency(total.predictedUs)} (${show.interval(total.lowUs, total.highUs)}), ${show.signedPercent(total.errorPercent)}, release ${total.releaseVersion}`,
    ],
    ['in the interval', total.inInterval === null ? null : show.badge(total.inInterval ? 'yes' : 'no')],
    ['sum of operations', run.operationSumUs === null ? null : show.latency(run.operationSumUs)],
    ['first inference', run.firstInferenceUs === null ? null : show.latency(run.firstInferenceUs)],
    ['initialized in', run.initUs === null ? null : show.latency(run.initUs)],
    ['scenario', html`<code>${run.scenario}</code>`],
    [
      'phone',
      run.phone !== null &&
        html`${show.link(show.pathTo('phones', run.phone), run.phone)} (${run.deviceModel})`,
    ],
    ['repetition', `${run.repetition}, attempt ${run.attempts}`],
    ['begun', show.moment(run.startedAt, nowMs)],
    ['phone time', `${show.duration(run.phoneBusyMs)}, in the tool ${show.duration(run.toolMs)}`],
    ['last failure', run.failureCode !== null && html`<code>${run.failureCode}</code> ${run.failureMessage}`],
    [
      'command line',
      run.commandLine.length > 0 && html`<code class="wrap">${run.commandLine.join(' ')}</code>`,
    ],
    ['run', html`<code class="wrap">${run.id}</code>`],
  ]);
}

type ShownOperation = RunDetails['operations'][number] & PredictedOperation;

function operationTable(operations: readonly ShownOperation[]): Html {
  const shown = operations.slice(0, mostOperations);
  const greatest = Math.max(...shown.flatMap(({ meanUs, predictedUs }) => [meanUs, predictedUs ?? 0]), 0);
  const left = operations.length - shown.length;
  return html`${table(
    shown,
    [
      { heading: 'operation', cell: ({ operator }) => operator },
      {
        heading: 'measured and predicted',
        cell: ({ meanUs, predictedUs }) =>
          bars(greatest, [
            { value: meanUs, kind: 'measured' },
            ...(predictedUs === null ? [] : [{ value: predictedUs, kind: 'predicted' as const }]),
          ]),
      },
      { heading: 'measured', cell: ({ meanUs }) => show.latency(meanUs), isNumber: true },
      { heading: 'predicted', cell: ({ predictedUs }) => show.latency(predictedUs), isNumber: true },
      { heading: 'error', cell: ({ errorPercent }) => show.signedPercent(errorPercent), isNumber: true },
      { heading: 'kernel', cell: ({ kernel }) => kernel },
      { heading: 'note', cell: ({ extrapolated }) => extrapolated === true && 'extrapolated' },
    ],
    { label: 'Operations in the order of execution', empty: 'No operation was timed by itself.' },
  )}${left > 0 && html`<p class="hint">${left} more are told by the API.</p>`}`;
}

function conditionsTable(snapshots: readonly ShownSnapshot[]): Html {
  return table(
    snapshots,
    [
      { heading: 'when', cell: ({ when }) => when },
      { heading: 'battery', cell: ({ batteryC }) => show.degrees(batteryC), isNumber: true },
      {
        heading: 'charge',
        cell: ({ levelPercent }) => levelPercent !== undefined && `${levelPercent} %`,
        isNumber: true,
      },
      { heading: 'hottest', cell: ({ hottestC }) => show.degrees(hottestC), isNumber: true },
      { heading: 'thermal status', cell: ({ thermalStatus }) => thermalStatus, isNumber: true },
      { heading: 'load', cell: ({ loadAverage }) => loadAverage?.toFixed(2), isNumber: true },
      {
        heading: 'clocks',
        cell: ({ clocks }) =>
          clocks
            .map(({ policy, currentKhz, maxKhz, governor }) =>
              [policy, gigahertz(currentKhz), 'of', gigahertz(maxKhz), 'GHz', governor ?? ''].join(' '),
            )
            .join('; '),
      },
    ],
    { label: 'Conditions of the run', empty: 'None were noted.' },
  );
}

function gigahertz(khz: number | undefined): string {
  return khz === undefined ? '?' : (khz / 1e6).toFixed(2);
}

function outputOf(log: RunLog | undefined, id: string): Html {
  if (log === undefined) return html`<p class="empty">None of it is kept.</p>`;
  const parts = [
    ['stdout', log.stdout],
    ['stderr', log.stderr],
    ['profile', log.profile],
    ['stdout of the profiled execution', log.profiledStdout],
  ] as const;
  return html`<p class="hint">
      Exit code ${log.exitCode}. Whole: <code>farm runs log ${id.slice(0, 13)}</code>
    </p>
    ${parts.flatMap(([name, bytes]) => {
      const text = bytes?.toString('utf8') ?? '';
      if (text.trim() === '') return [];
      const cut = text.length > mostCharacters;
      return html`<details>
        <summary>${name}</summary>
        <pre tabindex="0">
${text.slice(0, mostCharacters)}${cut && `\n… ${text.length - mostCharacters} characters more`}</pre>
      </details>`;
    })}`;
}
