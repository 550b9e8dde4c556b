import { z } from 'zod';

import { listRuns } from '../../../orchestrator/index.js';
import {
  coreSetsOfPhone,
  findPhone,
  listHosts,
  listPhones,
  phoneClimate,
  phoneDocument,
  phoneHistory,
  type KnownPhone,
  type PhoneClimate,
  type PhoneDocument,
  type PhoneHistory,
} from '../../../worker/index.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { shortText } from '../../documents/common.js';
import { html, type Html } from '../html/html.js';
import { section, trail } from '../html/layout.js';
import { orderButtons } from '../html/orders.js';
import { plot } from '../html/plots.js';
import { facts, table } from '../html/table.js';
import { badge, degrees, link, moment, pathTo, percent } from '../html/values.js';
import { runTable } from './run-table.js';
import { sendPage } from './send-page.js';

/** Phones on one page of the fleet. */
const pageLength = 100;

/** The fleet, and each phone of it. */
export function addPhonePages(scope: ApiServer, { database, clock }: ApiServices): void {
  const query = z.object({
    state: shortText.optional(),
    page: z.coerce.number().int().min(1).max(100_000).default(1),
  });
  scope.get(
    '/phones',
    { schema: { hide: true, querystring: query } },
    async ({ query: { state, page }, caller }, reply) => {
      const phones = (await listPhones(database)).map(phoneDocument);
      const hosts = await listHosts(database);
      const nowMs = clock.nowMs();
      const shown = phones.filter((phone) => state === undefined || phone.state === state);
      return sendPage(reply, caller, {
        title: 'Fleet',
        section: '/dashboard/phones',
        body: html`${stateTiles(phones, state)}
        ${phoneTable(shown.slice((page - 1) * pageLength, page * pageLength), nowMs)}
        ${pager(shown.length, page, state)}
        ${section(
          'Hosts',
          table(
            hosts,
            [
              { heading: 'host', cell: ({ name }) => name },
              { heading: 'state', cell: (host) => badge(host.state) },
              { heading: 'why', cell: (host) => host.stateReason },
              { heading: 'phones', cell: (host) => host.phones.length, isNumber: true },
              { heading: 'version', cell: (host) => host.packageVersion },
              { heading: 'last seen', cell: (host) => moment(host.lastSeenAt, nowMs) },
            ],
            {
              label: 'Hosts',
              empty: html`No host yet: <code>farm hosts add</code> or <code>farm worker</code>.`,
            },
          ),
        )}`,
      });
    },
  );
  scope.get(
    '/phones/:serial',
    { schema: { hide: true, params: z.object({ serial: shortText }) } },
    async ({ params: { serial }, caller }, reply) => {
      const shown = await findPhone(database, serial);
      const [history, climate, { runs }] = await Promise.all([
        phoneHistory(database, shown.phone, 30),
        phoneClimate(database, shown.phone.id),
        listRuns(database, { phone: serial, limit: 20 }),
      ]);
      const nowMs = clock.nowMs();
      const orders = orderButtons(caller?.role, [
        { path: `/v1/phones/${encodeURIComponent(serial)}/drain`, text: 'Drain' },
        {
          path: `/v1/phones/${encodeURIComponent(serial)}/maintain`,
          text: 'Maintain',
          confirm: 'This ends the run at hand.',
        },
        { path: `/v1/phones/${encodeURIComponent(serial)}/resume`, text: 'Resume' },
      ]);
      return sendPage(reply, caller, {
        title: serial,
        section: '/dashboard/phones',
        body: html`${trail(['/dashboard/phones', 'Fleet'])} ${phoneFacts(shown, history, nowMs)} ${orders}
        ${section('Heat and clocks', climatePlots(climate))} ${section('Outcomes', outcomesTable(history))}
        ${section('Latest runs', runTable(runs, nowMs, 'It has measured nothing yet.'))}
        ${section('History', eventsTable(history, nowMs))}`,
      });
    },
  );
}

function stateTiles(phones: readonly PhoneDocument[], chosen: string | undefined): Html {
  const counts = new Map<string, number>();
  for (const { state } of phones) counts.set(state, (counts.get(state) ?? 0) + 1);
  const tiles = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const tile = (path: string, count: number, name: Html, isCurrent: boolean) =>
    html`<li>
      <a href="${path}" ${isCurrent && html` aria-current="true"`}><strong>${count}</strong> ${name}</a>
    </li>`;
  return html`<ul class="tiles" aria-label="Phones by state">
    ${tile('/dashboard/phones', phones.length, html`all`, chosen === undefined)}
    ${tiles.map(([state, count]) =>
      tile(`/dashboard/phones?state=${encodeURIComponent(state)}`, count, badge(state), state === chosen),
    )}
  </ul>`;
}

function phoneTable(phones: readonly PhoneDocument[], nowMs: number): Html {
  return table(
    phones,
    [
      {
        heading: 'phone',
        cell: ({ serialNumber, adbSerial }) =>
          serialNumber === null ? adbSerial : link(pathTo('phones', serialNumber), serialNumber),
      },
      { heading: 'state', cell: ({ state }) => badge(state) },
      {
        heading: 'why, and what to do',
        cell: ({ reason, remedy }) => html`${reason} ${remedy !== null && html`<em>${remedy}</em>`}`,
      },
      { heading: 'model', cell: ({ deviceModel }) => deviceModel },
      { heading: 'SoC', cell: ({ socModel }) => socModel },
      { heading: 'Android', cell: ({ androidRelease }) => androidRelease },
      { heading: 'host', cell: ({ host }) => host },
      { heading: 'pool', cell: ({ pool }) => pool !== null && html`<code>${pool.slice(0, 12)}</code>` },
      { heading: 'last seen', cell: ({ lastSeenAt }) => moment(lastSeenAt, nowMs) },
    ],
    {
      label: 'Phones',
      empty: html`No phone here. Attach one to a host, or start virtual ones with
        <code>farm up --phones 2</code>.`,
    },
  );
}

function pager(count: number, page: number, state: string | undefined): Html | undefined {
  const pages = Math.ceil(count / pageLength);
  if (pages <= 1) return undefined;
  const path = (to: number) =>
    `/dashboard/phones?page=${to}${state === undefined ? '' : `&state=${encodeURIComponent(state)}`}`;
  return html`<nav class="pager" aria-label="Pages of the table">
    ${page > 1 && link(path(page - 1), '← Previous')}
    <span>page ${page} of ${pages}</span> ${page < pages && link(path(page + 1), 'Next →')}
  </nav>`;
}

function phoneFacts(shown: KnownPhone, history: PhoneHistory, nowMs: number): Html {
  const { phone, state, reason, remedy } = shown;
  return html`<p class="lead">
      ${badge(state)} ${reason} ${remedy !== undefined && html`<em>${remedy}</em>`}
    </p>
    ${facts([
      ['model', `${phone.manufacturer} ${phone.deviceModel}`],
      ['SoC', phone.socModel],
      ['GPU', phone.gpuModel],
      ['Android', `${phone.androidRelease}, SDK ${phone.sdkLevel}`],
      ['host', shown.host],
      ['pool', html`<code>${phone.pool.key}</code>`],
      ['held by', shown.leaseHolder],
      ['core sets', coreSetsOfPhone(shown).join(', ')],
      ['runtimes', history.runtimeVersions.join(', ')],
      ['failures in a row', phone.consecutiveFailures],
      ['quarantined until', phone.quarantinedUntil === null ? null : moment(phone.quarantinedUntil, nowMs)],
      ['last seen', moment(shown.lastSeenAt, nowMs)],
      ['build', html`<code>${phone.buildFingerprint}</code>`],
    ])}`;
}

function climatePlots(climate: readonly PhoneClimate[]): Html {
  if (climate.length < 2)
    return html`<p class="empty">It has not measured often enough to show a course.</p>`;
  const curve = (label: string, valueOf: (point: PhoneClimate) => number | undefined) => ({
    label,
    points: climate.flatMap((point) => {
      const y = valueOf(point);
      return y === undefined ? [] : [{ x: point.at.getTime() / 1000, y }];
    }),
  });
  const policies = [...new Set(climate.flatMap(({ clocks }) => clocks.map(({ policy }) => policy)))];
  const clockOf = (policy: string) => (point: PhoneClimate) => {
    const khz = point.clocks.find((each) => each.policy === policy)?.currentKhz;
    return khz === undefined ? undefined : khz / 1e6;
  };
  const [first, last] = [climate[0], climate.at(-1)];
  return html`<div class="plots">
      ${plot('Temperature after each run, °C', {
        kind: 'lines',
        ...{ xLabel: 'time', yLabel: '°C', isTime: true },
        curves: [
          curve('battery', ({ batteryC }) => batteryC),
          curve('hottest sensor', ({ hottestC }) => hottestC),
        ],
      })}${plot('Clocks after each run, GHz', {
        kind: 'lines',
        ...{ xLabel: 'time', yLabel: 'GHz', isTime: true },
        curves: policies.map((policy) => curve(policy, clockOf(policy))),
      })}
    </div>
    <p class="hint">
      Battery ${degrees(first?.batteryC)} at first, ${degrees(last?.batteryC)} last; ${climate.length} runs.
    </p>`;
}

function outcomesTable({ runs }: PhoneHistory): Html {
  const all = runs.reduce((sum, { count }) => sum + count, 0);
  return table(
    runs,
    [
      { heading: 'outcome', cell: ({ outcome }) => badge(outcome, outcome === 'ok' ? 'good' : 'bad') },
      { heading: 'runs', cell: ({ count }) => count, isNumber: true },
      { heading: 'share', cell: ({ count }) => percent((100 * count) / all), isNumber: true },
    ],
    { label: 'Outcomes of its runs', empty: 'It has measured nothing yet.' },
  );
}

function eventsTable({ events }: PhoneHistory, nowMs: number): Html {
  return table(
    events,
    [
      { heading: 'when', cell: ({ at }) => moment(at, nowMs) },
      { heading: 'what', cell: ({ kind }) => kind },
      { heading: 'details', cell: ({ detail }) => detailText(detail) },
    ],
    { label: 'What became of it', empty: 'Nothing became of it yet.' },
  );
}

function detailText(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
    .slice(0, 300);
}
