import type { GateReport, ReleaseNotes } from '../../../trainer/index.js';

/** What a release was learned from. */
export function learnedFromText({ learnedFrom, imported }: ReleaseNotes): string {
  if (imported !== undefined) return `files: ${imported.join(', ')}`;
  if (learnedFrom === undefined) return '-';
  const { operationTimings, networkTimings, networks, learner, wholeNetworks } = learnedFrom;
  const parts = [
    ...(operationTimings > 0 ? [`${operationTimings} timings of operations`] : []),
    ...(wholeNetworks !== undefined ? [`the whole times of ${wholeNetworks} networks`] : []),
    ...(networks > 0 ? [`${networkTimings} timings in ${networks} networks`] : []),
  ];
  return `${parts.join(', ')}; learner ${learner}`;
}

/** A release that is further off than this is not to be relied on, percent. */
const reliablePercent = 20;

/** How far off a release is, and by what that is known; a warning where it is much. */
export function errorText({ heldOut }: ReleaseNotes, gate?: GateReport | null): string {
  const parts = [
    ...(heldOut?.operationsPercent === undefined
      ? []
      : [`${heldOut.operationsPercent.toFixed(1)} % of single operations`]),
    ...(heldOut?.networksPercent === undefined
      ? []
      : [`${heldOut.networksPercent.toFixed(1)} % of networks of other families`]),
    ...(gate?.errorPercent === undefined ? [] : [`${gate.errorPercent.toFixed(1)} % of the gate’s networks`]),
  ];
  if (parts.length === 0) return 'nothing is known of its error';
  const worst = Math.max(
    gate?.errorPercent ?? 0,
    heldOut?.networksPercent ?? heldOut?.operationsPercent ?? 0,
  );
  const warning = worst > reliablePercent ? `; not to be relied on: it is off by ${worst.toFixed(0)} %` : '';
  return `mean error ${parts.join(', ')}${warning}`;
}

/** The one number of a release for a table: of networks where these were held out, else of single operations. */
export function shortErrorText({ heldOut }: ReleaseNotes): string {
  const { networksPercent, operationsPercent } = heldOut ?? {};
  if (networksPercent !== undefined) return `${networksPercent.toFixed(1)} % of networks`;
  return operationsPercent === undefined ? '-' : `${operationsPercent.toFixed(1)} % of operations`;
}

/** What prior was believed, how whole networks' times and timings of operations were weighed, what was measured and not learned from, and what makes the rest doubtful; empty where there is nothing to say. */
export function doubtsText({ leftOut = [], warnings = [], prior, totals }: ReleaseNotes): string {
  const lines = [
    ...(prior === undefined
      ? []
      : [`prior ${prior.name}: ${prior.used ? 'used' : 'not used'}, ${prior.reason}`]),
    ...(totals === undefined ? [] : [totalsText(totals)]),
    ...warnings,
    ...leftOut.slice(0, mostLeftOut).map(({ network, reason }) => `not learned from: ${network}, ${reason}`),
    ...(leftOut.length > mostLeftOut ? [`and ${leftOut.length - mostLeftOut} more`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function totalsText({ used, reason }: NonNullable<ReleaseNotes['totals']>): string {
  const what = {
    operations: 'whole times: not used beside operations',
    both: 'whole times: they correct the operations',
    totals: 'whole times: they answer in place of operations',
  };
  return `${what[used]}, ${reason}`;
}

/** A terminal's worth; the release has all of them. */
const mostLeftOut = 10;
