import type { BigIntStats } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdbStream } from '../../adb-protocol/adb-stream.js';
import { ByteReader } from '../../adb-protocol/byte-reader.js';
import { FileReceiver, parseSendPath, type PhoneStorage, systemText } from './file-receiver.js';
import * as replies from './sync-replies.js';
import { maxDataBytes, type PathRequest, readRequest } from './sync-requests.js';

/** Called with the size of every run of data that a push brings. */
export type OnPushed = (bytes: number) => void;

/** `sync:` — pushes, pulls, listings and the like, one after the other until QUIT (AOSP file_sync_service.cpp). */
export async function runSync(stream: AdbStream, storage: PhoneStorage, onPushed: OnPushed): Promise<void> {
  const session = new SyncSession(stream, storage, onPushed);
  try {
    await session.run();
  } finally {
    await session.abandon();
  }
  stream.end();
}

class SyncSession {
  private readonly reader: ByteReader;
  private receiver: FileReceiver | undefined;
  private toldOfFailure = false;

  constructor(
    private readonly stream: AdbStream,
    private readonly storage: PhoneStorage,
    private readonly onPushed: OnPushed,
  ) {
    this.reader = new ByteReader(stream);
  }

  async run(): Promise<void> {
    for (;;) {
      const request = await readRequest(this.reader);
      if (request === undefined || request.kind === 'quit') return;
      if (request.kind === 'path') await this.answer(request.id, request.path);
      else if (request.kind === 'data') await this.receive(request.bytes);
      else if (request.kind === 'done') await this.complete(request.modifiedSeconds);
      else {
        const problem =
          request.kind === 'too-long'
            ? `${request.id} of ${request.length} bytes`
            : `unknown command ${request.id}`;
        await this.stream.write(replies.fail(problem));
        return;
      }
    }
  }

  /** A push that was cut short leaves what has arrived of the file, as on a phone. */
  async abandon(): Promise<void> {
    await this.receiver?.end(undefined);
  }

  private async answer(id: PathRequest, path: string): Promise<void> {
    const hostPath = id === 'SEND' ? '' : this.storage.hostPath(path);
    switch (id) {
      case 'STAT':
        return this.stream.write(replies.statV1((await statOrError(hostPath, lstat)).stats));
      case 'STA2':
      case 'LST2': {
        const { stats, error } = await statOrError(hostPath, id === 'STA2' ? stat : lstat);
        return this.stream.write(replies.statV2(id, stats, error));
      }
      case 'LIST':
        return this.list(hostPath, 1);
      case 'LIS2':
        return this.list(hostPath, 2);
      case 'RECV':
        return this.send(hostPath);
      case 'SEND':
        return this.beginReceiving(path);
    }
  }

  private async list(hostPath: string, version: 1 | 2): Promise<void> {
    const names = await readdir(hostPath).catch(() => []);
    for (const name of names) {
      const { stats } = await statOrError(join(hostPath, name), lstat);
      if (stats !== undefined) await this.stream.write(replies.directoryEntry(version, name, stats));
    }
    await this.stream.write(replies.endOfDirectory(version));
  }

  private async send(hostPath: string): Promise<void> {
    try {
      const file = await open(hostPath, 'r');
      try {
        await file.stat().then((stats) => {
          if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
        });
        for await (const chunk of file.createReadStream({ highWaterMark: maxDataBytes, autoClose: false })) {
          if (this.stream.isOver) return;
          await this.stream.write(replies.data(chunk as Buffer));
        }
      } finally {
        await file.close();
      }
      await this.stream.write(replies.endOfData());
    } catch (error) {
      await this.stream.write(replies.fail(`open failed: ${systemText(error)}`));
    }
  }

  private async beginReceiving(text: string): Promise<void> {
    await this.receiver?.end(undefined);
    const { path, permissions } = parseSendPath(text);
    this.receiver = new FileReceiver(this.storage, path, permissions);
    this.toldOfFailure = false;
    await this.receiver.begin();
    await this.tellOfFailure();
  }

  private async receive(bytes: Buffer): Promise<void> {
    this.onPushed(bytes.length);
    await this.receiver?.append(bytes);
    await this.tellOfFailure();
  }

  /** A failure is told at once; what the host still sends is eaten until DONE, which is then not answered. */
  private async tellOfFailure(): Promise<void> {
    if (this.toldOfFailure || this.receiver?.failure === undefined) return;
    this.toldOfFailure = true;
    await this.stream.write(replies.fail(this.receiver.failure));
  }

  private async complete(modifiedSeconds: number): Promise<void> {
    const receiver = this.receiver;
    if (receiver === undefined) return;
    this.receiver = undefined;
    await receiver.end(modifiedSeconds);
    if (receiver.failure === undefined) await this.stream.write(replies.okay());
  }
}

async function statOrError(
  hostPath: string,
  read: typeof stat,
): Promise<{ stats?: BigIntStats; error?: number }> {
  try {
    return { stats: await read(hostPath, { bigint: true }) };
  } catch (error) {
    return { error: replies.errorNumber((error as NodeJS.ErrnoException).code) };
  }
}
