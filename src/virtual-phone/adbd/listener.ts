import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { AdbConnection } from '../adb-protocol/connection.js';
import type { Packet } from '../adb-protocol/packet.js';
import { Handshake, type HandshakePolicy } from './handshake.js';
import { type PhoneServices, serviceFor } from './services.js';

export interface ListenerOptions {
  readonly address: string;
  readonly handshake: HandshakePolicy;
  readonly services: PhoneServices;
  /** Called for every arrival of bytes; returns how long to wait before reading on, in milliseconds. */
  readonly onBytes: (count: number) => number;
}

/** The phone's adbd: takes connections of ADB servers over TCP. */
export class AdbdListener {
  private readonly connections = new Set<AdbConnection>();
  private server: Server | undefined;

  constructor(private readonly options: ListenerOptions) {}

  /** Begins to listen. @returns the port, which the system chooses for 0. */
  async listen(port: number): Promise<number> {
    const server = createServer((socket) => this.connect(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.options.address, resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Stops listening and drops all connections without a word, as a cable that comes out. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => {
      if (server === undefined) resolve();
      else server.close(() => resolve());
    });
    this.dropConnections();
    await closed;
  }

  dropConnections(): void {
    for (const connection of this.connections) connection.destroy();
  }

  /** Lets all connections hang: they stay up and nothing moves on them. */
  freezeConnections(): void {
    for (const connection of this.connections) connection.freeze();
  }

  private connect(socket: Socket): void {
    const handshake = new Handshake(this.options.handshake);
    const connection = new AdbConnection(socket, {
      onHandshake: (packet: Packet) => handshake.handle(packet, connection),
      onOpen: (service) => (handshake.isComplete ? serviceFor(service, this.options.services) : undefined),
      onClose: () => this.connections.delete(connection),
      onBytes: this.options.onBytes,
    });
    this.connections.add(connection);
  }
}
