import { z } from 'zod';

import { listReleases, releaseHistory, showRelease } from '../../../trainer/index.js';
import { judgeRelease, type ReleaseSummary } from '../../../trainer/index.js';
import { givingWay } from '../../../platform/giving-way.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { scenarioKey, shortText } from '../../documents/common.js';
import { html, type Html } from '../html/html.js';
import { section, trail } from '../html/layout.js';
import { orderButtons } from '../html/orders.js';
import { plot } from '../html/plots.js';
import { table } from '../html/table.js';
import { badge, link, moment, pathTo, percent } from '../html/values.js';
import { judgement, releaseSheet } from './release-sheet.js';
import { sendFragment, sendPage } from './send-page.js';

const place = z.object({ device: shortText, scenario: scenarioKey });
const version = place.extend({ version: z.coerce.number().int().min(1).max(0x7fffffff) });

/** Releases by where they answer, and each of them. */
export function addReleasePages(scope: ApiServer, { database, clock, predictors }: ApiServices): void {
  scope.get('/releases', { schema: { hide: true } }, async ({ caller }, reply) =>
    sendPage(reply, caller, {
      title: 'Releases',
      section: '/dashboard/releases',
      body: placeTable(await listReleases(database), clock.nowMs()),
    }),
  );
  scope.get(
    '/releases/:device/:scenario',
    { schema: { hide: true, params: place } },
    async ({ params: { device, scenario }, caller }, reply) => {
      const key = { deviceModel: device, scenarioKey: scenario };
      const [releases, history] = await Promise.all([
        listReleases(database, key),
        releaseHistory(database, key),
      ]);
      const nowMs = clock.nowMs();
      const route = `/v1/releases/${encodeURIComponent(device)}/${encodeURIComponent(scenario)}`;
      return sendPage(reply, caller, {
        title: `${device}, ${scenario}`,
        section: '/dashboard/releases',
        body: html`${trail(['/dashboard/releases', 'Releases'])} ${accuracyOverReleases(releases)}
        ${releaseTable(releases, nowMs)}
        ${orderButtons(caller?.role, [
          {
            path: `${route}/rollback`,
            text: 'Roll back',
            confirm: 'The release that answered before will answer again.',
          },
          ...(releases.some(({ pinned }) => pinned) ? [{ path: `${route}/unpin`, text: 'Unpin' }] : []),
        ])}
        ${section(
          'History',
          table(
            history.toReversed().slice(0, 100),
            [
              { heading: 'when', cell: ({ at }) => moment(at, nowMs) },
              { heading: 'release', cell: (event) => event.version, isNumber: true },
              { heading: 'what', cell: ({ kind }) => kind },
              { heading: 'who', cell: ({ actor }) => actor },
            ],
            { label: 'What became of the releases', empty: 'Nothing yet.' },
          ),
        )}`,
      });
    },
  );
  scope.get(
    '/releases/:device/:scenario/:version',
    { schema: { hide: true, params: version } },
    async (request, reply) => {
      const { params, caller } = request;
      const { device, scenario } = params;
      const release = await showRelease(database, { ...keyOf(params), version: params.version });
      const route = `/v1/releases/${encodeURIComponent(device)}/${encodeURIComponent(scenario)}/${params.version}`;
      return sendPage(reply, caller, {
        title: `Release ${params.version}`,
        section: '/dashboard/releases',
        body: html`${trail(['/dashboard/releases', 'Releases'], [pathTo('releases', device, scenario), `${device}, ${scenario}`])}
          ${orderButtons(caller?.role, [
            ...(release.state === 'promoted'
              ? []
              : [{ path: `${route}/promote`, text: 'Promote through the gate' }]),
            ...(release.state === 'promoted' && !release.pinned
              ? [{ path: `${route}/pin`, text: 'Pin' }]
              : []),
          ])}
          ${releaseSheet(release, clock.nowMs())}
          <div data-load="${pathTo('releases', device, scenario, params.version)}/judgement" aria-busy="true">
            <p class="empty">Predicting what was measured …</p>
          </div>`,
      });
    },
  );
  scope.get(
    '/releases/:device/:scenario/:version/judgement',
    { schema: { hide: true, params: version } },
    async ({ params }, reply) =>
      sendFragment(
        reply,
        judgement(
          await judgeRelease(
            database,
            { ...keyOf(params), version: params.version },
            { releases: predictors, giveWay: givingWay(clock) },
          ),
        ),
      ),
  );
}

function keyOf({ device, scenario }: z.output<typeof place>) {
  return { deviceModel: device, scenarioKey: scenario };
}

/** A row for each place where something answers, or was learned. */
function placeTable(releases: readonly ReleaseSummary[], nowMs: number): Html {
  const places = new Map<string, ReleaseSummary[]>();
  for (const release of releases) {
    const place = `${release.deviceModel} ${release.scenarioKey}`;
    places.set(place, [...(places.get(place) ?? []), release]);
  }
  return table(
    [...places.values()].map((all) => ({
      all,
      shown: all.find(({ state }) => state === 'promoted') ?? (all[0] as ReleaseSummary),
    })),
    [
      {
        heading: 'device',
        cell: ({ shown }) =>
          link(pathTo('releases', shown.deviceModel, shown.scenarioKey), shown.deviceModel),
      },
      { heading: 'scenario', cell: ({ shown }) => html`<code>${shown.scenarioKey}</code>` },
      {
        heading: 'answers',
        cell: ({ shown }) =>
          link(
            pathTo('releases', shown.deviceModel, shown.scenarioKey, shown.version),
            `release ${shown.version}`,
          ),
      },
      {
        heading: 'state',
        cell: ({ shown }) => html`${badge(shown.state)} ${shown.pinned && badge('pinned', 'plain')}`,
      },
      {
        heading: 'networks held out',
        cell: ({ shown }) => percent(shown.notes.heldOut?.networksPercent),
        isNumber: true,
      },
      {
        heading: 'operations held out',
        cell: ({ shown }) => percent(shown.notes.heldOut?.operationsPercent),
        isNumber: true,
      },
      { heading: 'predictors', cell: ({ shown }) => shown.predictors, isNumber: true },
      { heading: 'releases', cell: ({ all }) => all.length, isNumber: true },
      { heading: 'learned', cell: ({ shown }) => moment(shown.createdAt, nowMs) },
    ],
    {
      label: 'Releases by device and scenario',
      empty: html`Nothing was learned yet: <code>farm train</code>.`,
    },
  );
}

function accuracyOverReleases(releases: readonly ReleaseSummary[]): Html | undefined {
  const inOrder = releases.toReversed();
  const curve = (label: string, of: (release: ReleaseSummary) => number | undefined) => ({
    label,
    points: inOrder.flatMap((release) => {
      const y = of(release);
      return y === undefined ? [] : [{ x: release.version, y }];
    }),
  });
  const curves = [
    curve('networks', ({ notes }) => notes.heldOut?.networksPercent),
    curve('operations', ({ notes }) => notes.heldOut?.operationsPercent),
  ].filter(({ points }) => points.length > 0);
  if (inOrder.length < 2 || curves.length === 0) return undefined;
  return plot('Mean error of what was held out, by release, %', {
    ...{ kind: 'lines', xLabel: 'release', yLabel: 'error, %' },
    curves,
  });
}

function releaseTable(releases: readonly ReleaseSummary[], nowMs: number): Html {
  return table(
    releases.slice(0, 200),
    [
      {
        heading: 'release',
        cell: (release) =>
          link(
            pathTo('releases', release.deviceModel, release.scenarioKey, release.version),
            release.version,
          ),
      },
      {
        heading: 'state',
        cell: ({ state, pinned }) => html`${badge(state)} ${pinned && badge('pinned', 'plain')}`,
      },
      {
        heading: 'networks held out',
        cell: ({ notes }) => percent(notes.heldOut?.networksPercent),
        isNumber: true,
      },
      {
        heading: 'operations held out',
        cell: ({ notes }) => percent(notes.heldOut?.operationsPercent),
        isNumber: true,
      },
      {
        heading: 'learned from',
        cell: ({ notes: { learnedFrom } }) =>
          learnedFrom &&
          `${learnedFrom.operationTimings + learnedFrom.networkTimings} timings, ${learnedFrom.networks} networks`,
      },
      { heading: 'predictors', cell: ({ predictors }) => predictors, isNumber: true },
      { heading: 'learned', cell: ({ createdAt }) => moment(createdAt, nowMs) },
      { heading: 'version of the program', cell: ({ codeVersion }) => codeVersion },
    ],
    { label: 'Releases, the latest first', empty: 'Nothing was learned here yet.' },
  );
}
