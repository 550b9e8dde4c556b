import type { SshSession } from './ssh/ssh-session.js';
import { openReverseTunnel } from './ssh/tunnels.js';

const defaultPorts: Readonly<Record<string, number>> = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};

/** True for a server that listens on this machine's loopback address, where no other machine reaches it. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/**
 * A service's URL as a host reaches it: unchanged when it names a machine of the network, through a reverse tunnel of the
 * session when it names our loopback address.
 */
export async function urlForHost(session: SshSession, url: string): Promise<string> {
  if (!isLoopback(url)) return url;
  const there = new URL(url);
  const port = there.port === '' ? (defaultPorts[there.protocol] ?? 0) : Number(there.port);
  const remotePort = await openReverseTunnel(session, there.hostname.replace(/^\[|\]$/g, ''), port);
  there.hostname = '127.0.0.1';
  there.port = String(remotePort);
  return there.toString();
}
