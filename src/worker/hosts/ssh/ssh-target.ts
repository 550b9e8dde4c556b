import { hostError } from '../errors.js';

/** A machine with phones, and how it is reached and recognised. */
export interface SshTarget {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** The private key that the machine knows us by. */
  readonly keyPath: string;
  /** SHA-256 of its host key as `ssh-keygen -lf` prints it: `SHA256:…`. No other machine is talked to. */
  readonly hostKeyPin: string;
}

const addressPattern =
  /^(?<user>[a-z_][a-z0-9_-]{0,31})@(?:\[(?<ipv6>[0-9a-f:.]+)\]|(?<name>[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?))(?::(?<port>\d{1,5}))?$/i;

/** 32 bytes in base64 without padding, behind the name of the hash. */
const pinPattern = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** Reads `user@host[:port]`; an IPv6 address stands in brackets. Throws HOST_ADDRESS_INVALID. */
export function parseSshAddress(address: string): Pick<SshTarget, 'user' | 'host' | 'port'> {
  const { user, ipv6, name, port = '22' } = addressPattern.exec(address)?.groups ?? {};
  const host = ipv6 ?? name;
  if (user === undefined || host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw hostError('HOST_ADDRESS_INVALID', `"${address}" is no address of the form user@host[:port]`, {
      details: { address },
    });
  }
  return { user, host, port: Number(port) };
}

/** Returns the pin if it is one. Throws HOST_PIN_INVALID. */
export function checkedHostKeyPin(pin: string): string {
  if (pinPattern.test(pin)) return pin;
  throw hostError('HOST_PIN_INVALID', `"${pin}" is no fingerprint of a host key (SHA256: and 43 characters)`);
}

/** `user@host:port`, as tables and messages name a target. */
export function sshAddress({ user, host, port }: Pick<SshTarget, 'user' | 'host' | 'port'>): string {
  return `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`;
}
