import { type Packet, makePacket } from './packet.js';

/** More than this waiting to be sent makes a writer wait. */
const highWaterBytes = 1024 * 1024;

/**
 * How many writes of a peer may wait to be consumed. The protocol allows one; adbd 34 writes the last packets of a service that has ended, and
 * closes, without waiting for what it wrote before to be acknowledged.
 */
const maxReceived = 8;

/** What a stream needs of the connection that carries it. */
export interface StreamCarrier {
  readonly maxPayloadBytes: () => number;
  readonly send: (packet: Packet) => void;
  /** The stream is over: forget it. */
  readonly release: (localId: number) => void;
}

/**
 * One stream of a connection. At most one write is unacknowledged in each direction, and a write is acknowledged only when the
 * next is asked for, so that a slow reader slows its peer down (protocol.txt, READY).
 */
export class AdbStream implements AsyncIterable<Buffer> {
  private readonly outgoing: Buffer[] = [];
  private outgoingBytes = 0;
  private unacknowledged = false;
  private ending = false;
  private over = false;
  private readonly received: Buffer[] = [];
  private wakeReader: (() => void) | undefined;
  private wakeWriters: (() => void)[] = [];
  private readonly closeListeners: (() => void)[] = [];

  constructor(
    private readonly carrier: StreamCarrier,
    readonly localId: number,
    public remoteId: number,
  ) {}

  get isOver(): boolean {
    return this.over;
  }

  /** Calls `listener` once, when the stream is over for whatever reason; at once if it is. */
  onOver(listener: () => void): void {
    if (this.over) listener();
    else this.closeListeners.push(listener);
  }

  /** Sends `data` in order. Resolves when more may be written, or when the stream is over. */
  async write(data: Buffer): Promise<void> {
    if (this.over || this.ending || data.length === 0) return;
    this.outgoing.push(data);
    this.outgoingBytes += data.length;
    this.pump();
    if (this.outgoingBytes < highWaterBytes) return;
    await new Promise<void>((resolve) => this.wakeWriters.push(resolve));
  }

  /** Closes the stream once everything written has been acknowledged. */
  end(): void {
    this.ending = true;
    this.pump();
  }

  /** Closes the stream at once. */
  destroy(): void {
    if (this.over) return;
    this.carrier.send(makePacket('close', this.localId, this.remoteId));
    this.finish();
  }

  /** The peer acknowledged a write. */
  acknowledged(): void {
    this.unacknowledged = false;
    this.pump();
  }

  /** The peer wrote. @returns false when it has written too often without waiting for an acknowledgement. */
  receive(data: Buffer): boolean {
    if (this.received.length >= maxReceived) return false;
    this.received.push(data);
    this.wakeReader?.();
    return true;
  }

  /** The peer closed the stream, or the connection is gone: nothing more is sent or received. */
  finish(): void {
    if (this.over) return;
    this.over = true;
    this.outgoing.length = 0;
    this.outgoingBytes = 0;
    this.carrier.release(this.localId);
    this.wakeReader?.();
    this.releaseWriters();
    for (const listener of this.closeListeners.splice(0)) listener();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    for (;;) {
      if (this.received.length === 0 && !this.over) {
        await new Promise<void>((resolve) => (this.wakeReader = resolve));
        this.wakeReader = undefined;
      }
      const [data] = this.received;
      if (data === undefined) return;
      yield data;
      this.received.shift();
      if (!this.over) this.carrier.send(makePacket('okay', this.localId, this.remoteId));
    }
  }

  private pump(): void {
    if (this.over || this.unacknowledged) return;
    const chunk = this.nextChunk();
    if (chunk !== undefined) {
      this.unacknowledged = true;
      this.carrier.send(makePacket('write', this.localId, this.remoteId, chunk));
      if (this.outgoingBytes < highWaterBytes) this.releaseWriters();
    } else if (this.ending) this.destroy();
  }

  /** As much of what waits as one packet holds: every packet costs a round trip. */
  private nextChunk(): Buffer | undefined {
    const limit = this.carrier.maxPayloadBytes();
    const parts: Buffer[] = [];
    let bytes = 0;
    for (let next = this.outgoing[0]; next !== undefined && bytes < limit; next = this.outgoing[0]) {
      const part = next.subarray(0, limit - bytes);
      if (part.length === next.length) this.outgoing.shift();
      else this.outgoing[0] = next.subarray(part.length);
      parts.push(part);
      bytes += part.length;
    }
    this.outgoingBytes -= bytes;
    return parts.length > 1 ? Buffer.concat(parts) : parts[0];
  }

  private releaseWriters(): void {
    for (const resolve of this.wakeWriters.splice(0)) resolve();
  }
}
