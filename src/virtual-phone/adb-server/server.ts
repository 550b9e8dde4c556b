import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { AdbStream } from '../adb-protocol/adb-stream.js';
import { ByteReader } from '../adb-protocol/byte-reader.js';
import { HostServices } from './host-services.js';
import type { PhoneLink } from './phone-link.js';
import { NoSuchPhoneError, PhoneRegistry } from './phone-registry.js';
import { fail, okay, readRequest, SmartSocketError } from './smart-socket.js';

export interface AdbServerOptions {
  /** TCP port on the loopback address; 0 lets the system choose. */
  readonly port: number;
  /** A client asked the server to end. */
  readonly onKill: () => void;
}

/**
 * What an ADB client needs of an ADB server, for phones over TCP: connecting them, telling of them, and passing services through.
 * For machines without Android's own `adb`.
 */
export class AdbServer {
  readonly registry = new PhoneRegistry();
  private readonly hostServices: HostServices;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly options: AdbServerOptions) {
    this.hostServices = new HostServices({ registry: this.registry, onKill: options.onKill });
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.accept(socket));
  }

  /** @returns the port on which clients connect. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.registry.closeAll();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    this.serve(socket).catch((error: unknown) => {
      if (error instanceof NoSuchPhoneError || error instanceof SmartSocketError) fail(socket, error.message);
      else socket.destroy();
    });
  }

  private async serve(socket: Socket): Promise<void> {
    const reader = new ByteReader(chunksOf(socket));
    let phone: PhoneLink | undefined;
    for (;;) {
      const request = await readRequest(reader);
      if (request === undefined) {
        socket.end();
        return;
      }
      if (phone !== undefined) {
        await passThrough(request, phone, socket, reader);
        return;
      }
      if (!request.startsWith('host')) throw new NoSuchPhoneError('no device was chosen');
      const answer = await this.hostServices.answer(request, socket);
      if (answer === undefined) {
        await untilOver(reader);
        socket.end();
        return;
      }
      phone = answer.transport;
    }
  }
}

async function* chunksOf(socket: Socket): AsyncGenerator<Buffer> {
  for await (const chunk of socket) yield chunk as Buffer;
}

/** A client that closes its side has seen enough, of a tracker too, as adb takes it. */
async function untilOver(reader: ByteReader): Promise<void> {
  const rest = reader.rest();
  while ((await rest.next()).done !== true);
}

async function passThrough(
  service: string,
  phone: PhoneLink,
  socket: Socket,
  reader: ByteReader,
): Promise<void> {
  if (phone.state !== 'device') {
    fail(socket, phone.state === 'offline' ? 'device offline' : 'device unauthorized.');
    return;
  }
  const stream = await phone.open(service);
  if (stream === undefined) {
    fail(socket, 'closed');
    return;
  }
  okay(socket);
  socket.once('close', () => stream.destroy());
  await Promise.all([toPhone(reader, stream), toClient(stream, socket)]);
}

/** A client that closes its side is done with the service, as adb takes it. */
async function toPhone(reader: ByteReader, stream: AdbStream): Promise<void> {
  for await (const data of reader.rest()) await stream.write(data);
  stream.end();
}

async function toClient(stream: AdbStream, socket: Socket): Promise<void> {
  for await (const data of stream) {
    if (socket.destroyed) return;
    if (!socket.write(data)) await drained(socket);
  }
  socket.end();
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
