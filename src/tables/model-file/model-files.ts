import type { Connection } from '../connection.js';

/** A user's own .tflite file. */
export interface NewModelFile {
  readonly sha256: string;
  readonly name: string;
  readonly content: Uint8Array;
}

/** Postgres takes less than 1 GiB as one value, and as one message with all that belongs to it. */
export const mostModelFileBytes = 1_000_000_000;

/** What is read at once: Postgres writes bytes as twice as many digits, and a string of JavaScript has less than 512 Mi of them. */
const usualSliceBytes = 2 ** 26;

/** Whether a file of this content is stored already. */
export async function hasModelFile(connection: Connection, sha256: string): Promise<boolean> {
  const { rows } = await connection.query('SELECT 1 FROM "ModelFile" WHERE sha256 = $1', [sha256]);
  return rows.length > 0;
}

/** Stores a file of at most {@link mostModelFileBytes} that is not there yet, by content. Its bytes travel as they are. */
export async function storeModelFile(
  connection: Connection,
  { sha256, name, content }: NewModelFile,
): Promise<void> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  await connection.query(
    `INSERT INTO "ModelFile" (sha256, name, "sizeBytes", content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [sha256, name, bytes.length, bytes],
  );
}

/** The content of a file, read in slices; undefined when it is not stored. */
export async function readModelFile(
  connection: Connection,
  sha256: string,
  sliceBytes = usualSliceBytes,
): Promise<Buffer | undefined> {
  const { rows } = await connection.query<{ bytes: number }>(
    'SELECT octet_length(content) AS bytes FROM "ModelFile" WHERE sha256 = $1',
    [sha256],
  );
  const [stored] = rows;
  if (stored === undefined) return undefined;
  const content = Buffer.alloc(stored.bytes);
  for (let at = 0; at < content.length; at += sliceBytes) {
    const { rows: slices } = await connection.query<{ slice: Buffer }>(
      'SELECT substring(content FROM $2 FOR $3) AS slice FROM "ModelFile" WHERE sha256 = $1',
      [sha256, at + 1, sliceBytes],
    );
    const [read] = slices;
    if (read === undefined) return undefined;
    read.slice.copy(content, at);
  }
  return content;
}
