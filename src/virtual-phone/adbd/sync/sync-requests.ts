import type { ByteReader } from '../../adb-protocol/byte-reader.js';

/**
 * Requests of the sync service: four letters and a number, which for most is the length of what follows
 * (AOSP file_sync_protocol.h, SYNC.TXT).
 */
export type PathRequest = 'STAT' | 'STA2' | 'LST2' | 'LIST' | 'LIS2' | 'SEND' | 'RECV';
const pathRequests: ReadonlySet<string> = new Set(['STAT', 'STA2', 'LST2', 'LIST', 'LIS2', 'SEND', 'RECV']);

export type SyncRequest =
  | { readonly kind: 'path'; readonly id: PathRequest; readonly path: string }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'done'; readonly modifiedSeconds: number }
  | { readonly kind: 'quit' }
  | { readonly kind: 'unknown'; readonly id: string }
  | { readonly kind: 'too-long'; readonly id: string; readonly length: number };

/** Longest path of a request, and longest run of data (file_sync_protocol.h, SYNC_DATA_MAX). */
const maxPathBytes = 1024;
export const maxDataBytes = 64 * 1024;

function isPathRequest(id: string): id is PathRequest {
  return pathRequests.has(id);
}

/** The next request; `undefined` when the stream ends. Nothing of a request that is too long is read. */
export async function readRequest(reader: ByteReader): Promise<SyncRequest | undefined> {
  const header = await reader.exactly(8);
  if (header === undefined) return undefined;
  const id = header.toString('latin1', 0, 4);
  const value = header.readUInt32LE(4);
  if (id === 'DONE') return { kind: 'done', modifiedSeconds: value };
  if (id === 'QUIT') return { kind: 'quit' };
  if (id === 'DATA') {
    if (value > maxDataBytes) return { kind: 'too-long', id, length: value };
    const bytes = await reader.exactly(value);
    return bytes === undefined ? undefined : { kind: 'data', bytes };
  }
  if (!isPathRequest(id)) return { kind: 'unknown', id };
  if (value > maxPathBytes) return { kind: 'too-long', id, length: value };
  const path = await reader.exactly(value);
  return path === undefined ? undefined : { kind: 'path', id, path: path.toString('utf8') };
}
