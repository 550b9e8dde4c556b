import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/virtual-phone/adb-protocol/byte-reader.js';
import {
  encodeFrame,
  frameId,
  readFrame,
  ShellFrameError,
} from '../../../src/virtual-phone/adbd/shell/shell-protocol.js';

async function* bytewise(bytes: Buffer): AsyncGenerator<Buffer> {
  for (const byte of bytes) {
    await Promise.resolve();
    yield Buffer.from([byte]);
  }
}

describe('frames of the shell protocol', () => {
  it('are read back as they were written', async () => {
    const bytes = Buffer.concat([
      encodeFrame(frameId.stdin, Buffer.from('ls\n')),
      encodeFrame(frameId.closeStdin, Buffer.alloc(0)),
    ]);
    const reader = new ByteReader(bytewise(bytes));
    expect(await readFrame(reader)).toEqual({ id: 0, payload: Buffer.from('ls\n') });
    expect(await readFrame(reader)).toEqual({ id: 4, payload: Buffer.alloc(0) });
    expect(await readFrame(reader)).toBeUndefined();
  });

  it('longer than a packet are refused before they arrive', async () => {
    const header = Buffer.from([0, 0xff, 0xff, 0xff, 0xff]);
    await expect(readFrame(new ByteReader(bytewise(header)))).rejects.toBeInstanceOf(ShellFrameError);
  });
});
