import { z } from 'zod';

import type { JudgedRelease, ReleaseDetails } from '../../../trainer/index.js';
import { bars } from '../html/bars.js';
import { html, type Html } from '../html/html.js';
import { section } from '../html/layout.js';
import { plot } from '../html/plots.js';
import { facts, table } from '../html/table.js';
import { badge, interval, latency, moment, percent, share, signedPercent } from '../html/values.js';

/** Rows that a page has room for; the API tells all. */
const mostNetworks = 300;

/** Names of networks in a line. */
const mostNamed = 20;

const gateSchema = z.looseObject({
  passed: z.boolean(),
  errorPercent: z.number().optional(),
  checks: z.array(
    z.looseObject({ name: z.string(), passed: z.boolean(), judged: z.boolean(), detail: z.string() }),
  ),
});

const calibrationSchema = z.looseObject({
  scale: z.number(),
  coverage: z.number(),
  basis: z.string(),
  overheadSpread: z.number().optional(),
});

/** What a release is made of, and what the gate found. */
export function releaseSheet(release: ReleaseDetails, nowMs: number): Html {
  const { notes, state, pinned, createdAt } = release;
  const gate = gateSchema.safeParse(release.gateReport).data;
  const calibration = calibrationSchema.safeParse(release.calibration).data;
  return html`<p class="lead">${badge(state)} ${pinned && badge('pinned', 'plain')}</p>
    ${facts([
      ['networks held out', percent(notes.heldOut?.networksPercent)],
      ['operations held out', percent(notes.heldOut?.operationsPercent)],
      [
        'intervals',
        calibration &&
          `are to cover ${share(calibration.coverage)}, from ${calibration.basis.replaceAll('-', ' ')}, scale ${calibration.scale.toFixed(2)}`,
      ],
      ['learner', notes.learnedFrom?.learner],
      [
        'learned from',
        notes.learnedFrom &&
          `${notes.learnedFrom.operationTimings} timings of operations, ${notes.learnedFrom.networkTimings} in ${notes.learnedFrom.networks} networks`,
      ],
      ['whole times', notes.totals && `used: ${notes.totals.used}; ${notes.totals.reason}`],
      ['learned', moment(createdAt, nowMs)],
      ['seed', release.seed],
      ['version of the program', release.codeVersion],
      ['training set', html`<code>${release.trainingSetHash.slice(0, 16)}</code>`],
      ['warnings', notes.warnings?.join('; ')],
    ])}
    ${section('Gate', gate === undefined ? html`<p class="empty">It was not judged yet.</p>` : gateTable(gate))}
    ${section('Predictors', predictorTable(release))}`;
}

function gateTable({ checks, passed }: z.output<typeof gateSchema>): Html {
  return html`<p>${badge(passed ? 'passed' : 'refused')}</p>
    ${table(
      checks,
      [
        { heading: 'check', cell: ({ name }) => name },
        {
          heading: 'result',
          cell: (check) => badge(check.judged ? (check.passed ? 'passed' : 'refused') : 'not judged'),
        },
        { heading: 'what was compared', cell: ({ detail }) => detail },
      ],
      { label: 'Checks of the gate', empty: 'No check.' },
    )}`;
}

function predictorTable({ groups, notes }: ReleaseDetails): Html {
  const mapeOf = new Map(notes.groups.map(({ kernelGroup, mapePercent }) => [kernelGroup, mapePercent]));
  const greatest = Math.max(0, ...[...mapeOf.values()].map((mape) => mape ?? 0));
  return table(
    groups,
    [
      { heading: 'kernels', cell: ({ kernelGroup }) => html`<span class="name">${kernelGroup}</span>` },
      {
        heading: 'error',
        cell: ({ kernelGroup }) => bars(greatest, [{ value: mapeOf.get(kernelGroup) ?? 0, kind: 'plain' }]),
      },
      { heading: 'held out', cell: ({ kernelGroup }) => percent(mapeOf.get(kernelGroup)), isNumber: true },
      { heading: 'rows', cell: ({ trainingRows }) => trainingRows, isNumber: true },
      { heading: 'learner', cell: ({ learner }) => learner },
    ],
    { label: 'Predictors by kernel', empty: 'It has none.' },
  );
}

/** How the release predicts the networks that were measured where it answers. */
export function judgement(judged: JudgedRelease): Html {
  const { networks, operators, incomplete, inIntervalPercent, coveragePercent } = judged;
  if (networks.length === 0) {
    return section(
      'Predicted against measured',
      html`<p class="empty">
        No network was measured here${incomplete.length > 0 && ' that the release knows whole'}. A campaign
        with <code>architectures</code> measures some.
      </p>`,
    );
  }
  const inside = `${networks.length} networks, ${percent(inIntervalPercent)} in intervals that are to cover ${percent(coveragePercent)}`;
  return html`${section(
    'Predicted against measured',
    html`<p class="hint">
      Mean error ${percent(judged.meanErrorPercent)}; ${inside}. The release may have learned from some of
      them.
    </p>`,
    plot('Predicted against measured latency, with a band of ±10 %', { kind: 'scatter', networks }),
    networkTable(networks.slice(0, mostNetworks)),
    incomplete.length > 0 && html`<p class="hint">Not known whole: ${namesOf(incomplete)}</p>`,
  )}
  ${section('Error by operation', operatorTable(operators))}`;
}

function namesOf(incomplete: JudgedRelease['incomplete']): string {
  return incomplete
    .slice(0, mostNamed)
    .map(({ name }) => name)
    .join(', ');
}

function networkTable(networks: JudgedRelease['networks']): Html {
  return table(
    networks,
    [
      { heading: 'network', cell: ({ name }) => html`<span class="name">${name}</span>` },
      { heading: 'measured', cell: ({ measuredUs }) => latency(measuredUs), isNumber: true },
      { heading: 'predicted', cell: ({ predictedUs }) => latency(predictedUs), isNumber: true },
      { heading: 'error', cell: ({ errorPercent }) => signedPercent(errorPercent), isNumber: true },
      { heading: 'interval', cell: ({ interval: { lowUs, highUs } }) => interval(lowUs, highUs) },
      { heading: 'inside', cell: ({ inInterval }) => badge(inInterval ? 'yes' : 'no') },
      { heading: 'extrapolated', cell: ({ extrapolatedShare }) => share(extrapolatedShare), isNumber: true },
    ],
    { label: 'Networks, predicted against measured', empty: '' },
  );
}

function operatorTable(operators: JudgedRelease['operators']): Html {
  const greatest = Math.max(
    0,
    ...operators.flatMap(({ measuredUs, predictedUs }) => [measuredUs, predictedUs]),
  );
  return table(
    operators,
    [
      { heading: 'operation', cell: ({ operator }) => operator },
      {
        heading: 'measured and predicted',
        cell: ({ measuredUs, predictedUs }) =>
          bars(greatest, [
            { value: measuredUs, kind: 'measured' },
            { value: predictedUs, kind: 'predicted' },
          ]),
      },
      { heading: 'share of time', cell: ({ shareOfTime }) => percent(100 * shareOfTime), isNumber: true },
      { heading: 'error', cell: ({ errorPercent }) => signedPercent(errorPercent), isNumber: true },
      { heading: 'how many', cell: ({ count }) => count, isNumber: true },
      { heading: 'note', cell: ({ note }) => note },
    ],
    { label: 'Error by operation', empty: '' },
  );
}
