import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';

/** A Postgres behind a line that is slow, counts, and breaks. */
export interface PostgresProxy {
  /** The server's URL, through this line. */
  readonly url: string;
  /** How often a client waited for an answer, since the line was made or last broke. */
  readonly roundTrips: () => number;
  /** Lets so many requests through, counted from now, and cuts the client off instead of passing on the next. */
  breakAfter(requests: number): void;
  close(): Promise<void>;
}

/** Passes connections on to the server at `serverUrl`; what the server answers takes `delayMs`. */
export async function startPostgresProxy(serverUrl: string, delayMs = 0): Promise<PostgresProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let requests = 0;
  let limit = Infinity;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    let answered = true;
    client.on('data', (data) => {
      // What a client sends in several pieces before it is answered is one request.
      if (answered) requests++;
      answered = false;
      if (requests > limit) cut();
      else upstream.write(data);
    });
    upstream.on('data', (data) => {
      answered = true;
      setTimeout(() => client.writable && client.write(data), delayMs);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: Object.assign(new URL(serverUrl), { port: String((server.address() as AddressInfo).port) }).href,
    roundTrips: () => requests,
    breakAfter(allowed) {
      requests = 0;
      limit = allowed;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
