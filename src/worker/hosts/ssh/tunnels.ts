import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

import type { SshSession } from './ssh-session.js';

/** A local port whose connections end at a port of a host. */
export interface LocalTunnel {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens a loopback port here whose connections continue on a loopback port of the host, through the session. When the
 * session is lost, every connection ends; the port stays open until it is closed, and refuses what comes then.
 */
export async function openLocalTunnel(session: SshSession, remotePort: number): Promise<LocalTunnel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    session.openTcp(remotePort).then(
      (stream) => join(socket, stream),
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  void session.lost.then(() => sockets.forEach((socket) => socket.destroy()));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

/**
 * Opens a loopback port on the host whose connections continue to a server that is reached from here: how a worker there
 * reaches a database or a queue that listens on our loopback address only. Returns the port; it ends with the session.
 */
export function openReverseTunnel(session: SshSession, host: string, port: number): Promise<number> {
  return session.listenThere((stream) => join(connect({ host, port }), stream));
}

function join(socket: Socket, stream: NodeJS.ReadWriteStream): void {
  const ignore = () => undefined;
  socket.setNoDelay(true);
  pipeline(socket, stream, ignore);
  pipeline(stream, socket, ignore);
}
