import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/virtual-phone/adb-protocol/byte-reader.js';
import {
  maxDataBytes,
  readRequest,
  type SyncRequest,
} from '../../../src/virtual-phone/adbd/sync/sync-requests.js';
import { parseSendPath } from '../../../src/virtual-phone/adbd/sync/file-receiver.js';

function request(id: string, value: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 'latin1');
  header.writeUInt32LE(value, 4);
  return Buffer.concat([header, body]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) {
    await Promise.resolve();
    yield bytes.subarray(from, from + size);
  }
}

async function readAll(bytes: Buffer, size = bytes.length || 1): Promise<SyncRequest[]> {
  const reader = new ByteReader(inPieces(bytes, size));
  const requests: SyncRequest[] = [];
  for (let next = await readRequest(reader); next !== undefined; next = await readRequest(reader)) {
    requests.push(next);
    if (next.kind === 'too-long' || next.kind === 'unknown') break;
  }
  return requests;
}

describe('requests of the sync service', () => {
  it('are read the same in pieces of any size', async () => {
    const body = Buffer.from('/data/local/tmp/x,33261');
    const bytes = Buffer.concat([
      request('SEND', body.length, body),
      request('DATA', 5, Buffer.from('hello')),
      request('DONE', 1700000000),
      request('QUIT', 0),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (size) => {
        expect(await readAll(bytes, size)).toEqual([
          { kind: 'path', id: 'SEND', path: '/data/local/tmp/x,33261' },
          { kind: 'data', bytes: Buffer.from('hello') },
          { kind: 'done', modifiedSeconds: 1700000000 },
          { kind: 'quit' },
        ]);
      }),
    );
  });

  it('with a length that cannot be are told, and what they announce is not waited for', async () => {
    expect(await readAll(request('DATA', maxDataBytes + 1))).toEqual([
      { kind: 'too-long', id: 'DATA', length: maxDataBytes + 1 },
    ]);
    expect(await readAll(request('STAT', 0xffffffff))).toEqual([
      { kind: 'too-long', id: 'STAT', length: 0xffffffff },
    ]);
  });

  it('of unknown kind are told', async () => {
    expect(await readAll(request('EVIL', 4))).toEqual([{ kind: 'unknown', id: 'EVIL' }]);
  });

  it('that end in the middle are the end', async () => {
    expect(await readAll(request('DATA', 5, Buffer.from('hel')))).toEqual([]);
  });
});

describe('the path of a push', () => {
  it('carries its mode in decimal, and everybody may do what the owner may', () => {
    expect(parseSendPath('/data/local/tmp/a,b,33261')).toEqual({
      path: '/data/local/tmp/a,b',
      permissions: 0o777,
    });
    expect(parseSendPath('/data/x,33188')).toEqual({ path: '/data/x', permissions: 0o666 });
  });

  it('without a mode is readable by all', () => {
    expect(parseSendPath('/data/x')).toEqual({ path: '/data/x', permissions: 0o666 });
  });
});
