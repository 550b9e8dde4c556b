import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A server behind a line that can be cut for as long as a test likes, or be long. */
export interface BreakableLine {
  /** The server's URL, through this line. */
  readonly url: string;
  /** From now on nothing passes, and connections are refused at once. */
  cut(): void;
  mend(): void;
  /** From now on what the server says arrives so much later. */
  lengthen(delayMs: number): void;
  /** From now on connections go to this port of the server's host: it was started again elsewhere. */
  aim(port: number): void;
  close(): Promise<void>;
}

/** Passes connections on to the server of a URL, whatever it speaks. */
export async function startBreakableLine(serverUrl: string): Promise<BreakableLine> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let whole = true;
  let delayMs = 0;
  let targetPort = Number(target.port);
  const server = createServer((client) => {
    if (!whole) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(targetPort, target.hostname);
    const end = () => {
      client.destroy();
      upstream.destroy();
      sockets.delete(client);
    };
    sockets.add(client);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream);
    passOn(upstream, client, () => delayMs);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: Object.assign(new URL(serverUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    cut,
    mend: () => {
      whole = true;
    },
    lengthen(ms) {
      delayMs = ms;
    },
    aim(port) {
      targetPort = port;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What one socket says, to the other, each piece as late as the line is long when it comes, and none before an earlier one. */
function passOn(from: Socket, to: Socket, delayMs: () => number): void {
  let lastAtMs = 0;
  const later = (act: () => void) => {
    const nowMs = performance.now();
    lastAtMs = Math.max(lastAtMs, nowMs + delayMs());
    if (lastAtMs <= nowMs) act();
    else setTimeout(act, lastAtMs - nowMs);
  };
  from.on('data', (data) => {
    later(() => to.writable && to.write(data));
  });
  from.on('end', () => {
    later(() => to.end());
  });
}
