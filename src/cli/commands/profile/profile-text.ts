import { median } from '../../../learning/validation/averages.js';
import { doubtsText } from '../releases/release-text.js';
import { renderTable } from '../../output/table.js';
import type { KnownNetwork, ProfileDocument } from './profile-phone.js';

/** Networks that are shown, from the fastest to the slowest. */
const mostShown = 12;

/** A profile as a person reads it: what was measured, and what is known by it, and how surely. */
export function profileText(document: ProfileDocument): string {
  const { release, networks, measured, unknown } = document;
  const { version, promoted, heldOutErrorPercent, notes } = release;
  const lines = [
    `${measured.length} networks in ${document.phoneSeconds.toFixed(1)} s of phone time: ${document.reason}`,
    `release ${version} for ${document.deviceModel}, ${document.scenario}: ${promoted ? 'promoted' : 'rejected'}`,
    ...doubtsText(notes)
      .split('\n')
      .filter((line) => line !== ''),
    heldOutErrorPercent === null
      ? 'no network could be held out'
      : `mean error ${heldOutErrorPercent.toFixed(1)} % of networks of other families than those learned from`,
    ...(networks.length === 0
      ? []
      : [
          `half of ${networks.length} networks are known to ±${(100 * median(networks.map(halfWidth))).toFixed(1)} % or better (90 % intervals)`,
        ]),
    ...(unknown.length === 0 ? [] : [`no time is known of: ${unknown.join(', ')}`]),
  ];
  return `${lines.join('\n')}\n\n${networkTable(spread(networks), new Map(measured.map(({ network, us }) => [network, us])))}`;
}

function halfWidth({ predictedUs, lowUs, highUs }: KnownNetwork): number {
  return (highUs - lowUs) / 2 / predictedUs;
}

/** As many as are shown, evenly from the first to the last. */
function spread<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length <= mostShown) return items;
  const step = (items.length - 1) / (mostShown - 1);
  return Array.from({ length: mostShown }, (_, index) => items[Math.round(index * step)] as Item);
}

function networkTable(networks: readonly KnownNetwork[], measuredUs: ReadonlyMap<string, number>): string {
  return renderTable(
    [
      { heading: 'network' },
      { heading: 'predicted', align: 'right' },
      { heading: '± 90 %', align: 'right' },
      { heading: 'measured', align: 'right' },
    ],
    networks.map((network) => {
      const us = measuredUs.get(network.network);
      return [
        network.network,
        `${(network.predictedUs / 1000).toFixed(2)} ms`,
        `${(100 * halfWidth(network)).toFixed(1)} %`,
        us === undefined ? '-' : `${(us / 1000).toFixed(2)} ms`,
      ];
    }),
  );
}
