import type { Socket } from 'node:net';

/** The other side closed the stream. What that means is for the caller to say, who knows what was still expected. */
export class StreamEndedError extends Error {
  override readonly name = 'StreamEndedError';
}

/**
 * The bytes of one adb service, read when asked for and written no faster than they are taken: memory stays flat however
 * much flows. Aborting the signal destroys the socket and rejects whatever waits, with the signal's reason.
 */
export class ServiceStream {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  #failure: Error | undefined;
  #wakers: (() => void)[] = [];

  constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
    socket.setTimeout(0);
    socket.on('readable', this.#wake);
    socket.on('drain', this.#wake);
    socket.on('error', (error: Error) => this.#fail(error));
    socket.on('end', () => this.#fail(new StreamEndedError('the stream ended')));
    socket.on('close', () => this.#fail(new StreamEndedError('the stream was closed')));
    signal.addEventListener('abort', this.#onAbort);
    if (signal.aborted) this.#onAbort();
  }

  /** Exactly `size` bytes. Throws StreamEndedError when the stream ends before. */
  async read(size: number): Promise<Buffer> {
    if (size === 0) return Buffer.alloc(0);
    for (;;) {
      this.#signal.throwIfAborted();
      const chunk = this.#socket.read(size) as Buffer | null;
      if (chunk?.length === size) return chunk;
      if (chunk !== null) throw new StreamEndedError(`the stream ended ${size - chunk.length} bytes early`);
      if (this.#failure !== undefined) throw this.#failure;
      await this.#change();
    }
  }

  /** Whatever has come, at least one byte; `undefined` at the end of the stream. */
  async readSome(): Promise<Buffer | undefined> {
    for (;;) {
      this.#signal.throwIfAborted();
      const chunk = this.#socket.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (this.#failure instanceof StreamEndedError) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await this.#change();
    }
  }

  /** Resolves when the socket takes more. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#throwIfOver();
    if (this.#socket.write(bytes)) return;
    while (this.#socket.writableNeedDrain) {
      await this.#change();
      this.#throwIfOver();
    }
  }

  destroy(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#socket.destroy();
  }

  readonly #wake = () => {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  };

  readonly #onAbort = () => {
    this.#fail(this.#signal.reason as Error);
    this.#socket.destroy();
  };

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  #throwIfOver(): void {
    this.#signal.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wakers.push(resolve));
  }
}
