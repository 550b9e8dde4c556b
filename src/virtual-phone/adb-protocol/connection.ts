import type { Socket } from 'node:net';
import { AdbStream, type StreamCarrier } from './adb-stream.js';
import { command, encodeHeader, makePacket, maxPayloadBytes, type Packet } from './packet.js';
import { PacketError, PacketParser } from './packet-parser.js';

/** A peer may not have more streams open than this on one connection. */
const maxStreams = 1024;

/** Takes over a stream that has just been opened. */
export type StreamUser = (stream: AdbStream) => void;

/** What the two ends of a connection do differently: the phone's and the host's. */
export interface ConnectionHandlers {
  /** CNXN and AUTH packets. */
  readonly onHandshake: (packet: Packet) => void;
  /** The peer asks for `service`. @returns what to do with its stream once it is open; `undefined` to refuse it. */
  readonly onOpen: (service: string) => StreamUser | undefined;
  readonly onClose: () => void;
  /** Bytes arrived, before they are read; returns how long to wait before reading on, in milliseconds. */
  readonly onBytes?: (count: number) => number;
}

/** One ADB connection over TCP: packets in and out, and the streams that share it. */
export class AdbConnection {
  peerVersion = 0;
  peerMaxPayloadBytes = maxPayloadBytes;
  private readonly parser = new PacketParser();
  private readonly streams = new Map<number, AdbStream>();
  private readonly opening = new Map<number, (accepted: boolean) => void>();
  private lastStreamId = 0;
  private frozen = false;
  private readonly carrier: StreamCarrier = {
    maxPayloadBytes: () => this.peerMaxPayloadBytes,
    send: (packet) => this.send(packet),
    release: (localId) => this.streams.delete(localId),
  };

  constructor(
    private readonly socket: Socket,
    private readonly handlers: ConnectionHandlers,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      for (const stream of [...this.streams.values()]) stream.finish();
      for (const settle of [...this.opening.values()]) settle(false);
      this.handlers.onClose();
    });
  }

  send(packet: Packet): void {
    if (this.socket.destroyed || this.frozen) return;
    this.socket.cork();
    this.socket.write(encodeHeader(packet, this.peerVersion));
    if (packet.payload.length > 0) this.socket.write(packet.payload);
    this.socket.uncork();
  }

  /** Opens a stream to a service of the peer; `undefined` when it refuses. */
  async open(service: string): Promise<AdbStream | undefined> {
    const stream = this.newStream(0);
    const accepted = new Promise<boolean>((resolve) => this.opening.set(stream.localId, resolve));
    this.send(makePacket('open', stream.localId, 0, Buffer.from(`${service}\0`)));
    const isAccepted = await accepted;
    this.opening.delete(stream.localId);
    if (isAccepted) return stream;
    this.streams.delete(stream.localId);
    return undefined;
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Stops reading and writing for good while the TCP connection stays up: what a hanging phone looks like. */
  freeze(): void {
    this.frozen = true;
    this.socket.pause();
  }

  private newStream(remoteId: number): AdbStream {
    this.lastStreamId += 1;
    const stream = new AdbStream(this.carrier, this.lastStreamId, remoteId);
    this.streams.set(stream.localId, stream);
    return stream;
  }

  private receive(chunk: Buffer): void {
    const waitMs = this.handlers.onBytes?.(chunk.length) ?? 0;
    if (waitMs > 0) {
      this.socket.pause();
      setTimeout(() => {
        if (!this.frozen) this.socket.resume();
      }, waitMs);
    }
    try {
      for (const packet of this.parser.feed(chunk)) {
        if (this.frozen || this.socket.destroyed) return;
        this.dispatch(packet);
      }
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.socket.destroy();
    }
  }

  private dispatch(packet: Packet): void {
    switch (packet.command) {
      case command.connect:
      case command.authenticate:
        this.handlers.onHandshake(packet);
        break;
      case command.open:
        this.accept(packet);
        break;
      case command.okay:
        this.acknowledge(packet);
        break;
      case command.write:
        this.write(packet);
        break;
      case command.close:
        this.close(packet);
        break;
      default:
        throw new PacketError(`unknown command ${packet.command.toString(16)}`);
    }
  }

  /** The peer's arg0 is its id of the stream, ours comes back in the answer; a refusal names no id of ours. */
  private accept({ arg0, payload }: Packet): void {
    const service = payload.toString('utf8').replace(/\0+$/, '');
    const use = arg0 === 0 || this.streams.size >= maxStreams ? undefined : this.handlers.onOpen(service);
    if (use === undefined) {
      this.send(makePacket('close', 0, arg0));
      return;
    }
    const stream = this.newStream(arg0);
    this.send(makePacket('okay', stream.localId, arg0));
    use(stream);
  }

  private acknowledge({ arg0, arg1 }: Packet): void {
    const stream = this.streams.get(arg1);
    const settle = this.opening.get(arg1);
    if (stream === undefined) return;
    if (settle === undefined) {
      stream.acknowledged();
      return;
    }
    // adbd writes and closes right behind: whoever opened the stream hears of that only later.
    this.opening.delete(arg1);
    stream.remoteId = arg0;
    settle(true);
  }

  private write({ arg0, arg1, payload }: Packet): void {
    const stream = this.streams.get(arg1);
    if (stream === undefined) this.send(makePacket('close', 0, arg0));
    else if (!stream.receive(payload)) throw new PacketError('too many writes before one was acknowledged');
  }

  private close({ arg1 }: Packet): void {
    const settle = this.opening.get(arg1);
    const stream = this.streams.get(arg1);
    this.opening.delete(arg1);
    settle?.(false);
    if (settle !== undefined || stream === undefined) return;
    this.send(makePacket('close', stream.localId, stream.remoteId));
    stream.finish();
  }
}
