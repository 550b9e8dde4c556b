import { ByteQueue } from './byte-queue.js';

/** Reads a stream of chunks in pieces of the reader's choice; asks for a chunk only when it needs one. */
export class ByteReader {
  private readonly queue = new ByteQueue();
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next `count` bytes; `undefined` when the stream ends before. */
  async exactly(count: number): Promise<Buffer | undefined> {
    for (;;) {
      const taken = this.queue.take(count);
      if (taken !== undefined) return taken;
      const next = await this.chunks.next();
      if (next.done === true) return undefined;
      this.queue.push(next.value);
    }
  }

  /** All that follows, as it arrives. */
  async *rest(): AsyncGenerator<Buffer> {
    if (this.queue.length > 0) yield this.queue.takeAll();
    for (;;) {
      const next = await this.chunks.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
}
