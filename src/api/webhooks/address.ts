import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

import ipaddr from 'ipaddr.js';

import { apiError } from '../errors.js';

/** What of an address decides whether it may be sent to. */
export interface WebhookAddress {
  readonly url: string;
  /** Whether it may be in a private network, on this machine, or without TLS. */
  readonly allowPrivate: boolean;
}

/**
 * The URL of a webhook, after it was looked at.
 * @throws FarmError WEBHOOK_REFUSED for what is no HTTP URL, and for plain HTTP and addresses that are not public unless they are allowed
 */
export function checkedUrl({ url: text, allowPrivate }: WebhookAddress): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw refused('It is no http:// or https:// URL.');
  if (url.username !== '' || url.password !== '') throw refused('It has a user or a password in it.');
  if (allowPrivate) return url;
  if (url.protocol !== 'https:') throw refused(`${url.host} would be told without TLS.`);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) refusePrivate(literal);
  return url;
}

/**
 * Resolves the names of hosts, and refuses those of which any address is not public. It is asked at the moment of the connection, so that no
 * name can be another one when it was checked.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    try {
      for (const { address } of addresses) refusePrivate(address);
    } catch (refusal) {
      callback(refusal as Error, '');
      return;
    }
    const [first] = addresses as [LookupAddress];
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** What is given to hosts of the internet until now, of IPv6; the rest is reserved (RFC 4291, section 2.4), or stands for IPv4. */
const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Anything but an address of the public internet: loopback, private, link-local, shared, multicast, and ways to write these as IPv6. */
function refusePrivate(text: string): void {
  const address = ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
  const isAssigned = !(address instanceof ipaddr.IPv6) || address.match(publicIpv6);
  if (address?.range() === 'unicast' && isAssigned) return;
  throw refused(`${text} is not an address of the public internet.`);
}

function refused(reason: string): Error {
  return apiError('WEBHOOK_REFUSED', `The address of the webhook is refused. ${reason}`);
}
