/** Bytes that arrived in pieces and are taken in other pieces, copied only where a piece spans two. */
export class ByteQueue {
  private chunks: Buffer[] = [];
  private available = 0;

  get length(): number {
    return this.available;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.available += chunk.length;
  }

  /** The next `count` bytes, or `undefined` while fewer are there. */
  take(count: number): Buffer | undefined {
    if (count > this.available) return undefined;
    this.available -= count;
    const first = this.chunks[0];
    if (count === 0 || first === undefined) return Buffer.alloc(0);
    if (first.length >= count) {
      if (first.length === count) this.chunks.shift();
      else this.chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    const taken = Buffer.allocUnsafe(count);
    for (let filled = 0; filled < count;) {
      const chunk = this.chunks[0] as Buffer;
      const part = chunk.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) this.chunks.shift();
      else this.chunks[0] = chunk.subarray(part.length);
    }
    return taken;
  }

  /** Whatever is there. */
  takeAll(): Buffer {
    return this.take(this.available) ?? Buffer.alloc(0);
  }
}
