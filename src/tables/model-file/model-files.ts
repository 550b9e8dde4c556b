import { insertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** A user's own .tflite file. */
export interface NewModelFile {
  readonly sha256: string;
  readonly name: string;
  readonly content: Uint8Array;
}

/** Stores files that are not there yet, by content. */
export async function storeModelFiles(connection: Connection, files: readonly NewModelFile[]): Promise<void> {
  await insertRows(connection, {
    table: 'ModelFile',
    skipExisting: true,
    columns: {
      sha256: { type: 'text', values: files.map(({ sha256 }) => sha256) },
      name: { type: 'text', values: files.map(({ name }) => name) },
      sizeBytes: { type: 'bigint', values: files.map(({ content }) => content.length) },
      content: { type: 'bytea', values: files.map(({ content }) => content) },
    },
  });
}

/** The content of a file; undefined when it is not stored. */
export async function readModelFile(connection: Connection, sha256: string): Promise<Buffer | undefined> {
  const { rows } = await connection.query<{ content: Buffer }>(
    'SELECT content FROM "ModelFile" WHERE sha256 = $1',
    [sha256],
  );
  return rows[0]?.content;
}
