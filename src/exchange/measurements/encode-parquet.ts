import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

import { cellText } from './encode-text.js';
import { columnNames, measurementColumns, type MeasurementColumn, type MeasurementRow } from './columns.js';

/** Rows of one row group: what a reader decodes at a time, and what is held in memory here. */
const rowsPerGroup = 10_000;

const types = { text: 'BYTE_ARRAY', json: 'BYTE_ARRAY', integer: 'INT32', number: 'DOUBLE' } as const;

/** A Parquet file, compressed with Snappy; JSON is text. Gives the file piece by piece. */
export async function* encodeParquet(
  batches: AsyncIterable<readonly MeasurementRow[]>,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema: [...schema()], createdBy: 'latency-farm' });
  let group: MeasurementRow[] = [];
  for await (const rows of batches) {
    group.push(...rows);
    if (group.length < rowsPerGroup) continue;
    await writeGroup(file, group);
    group = [];
    yield taken(bytes);
  }
  if (group.length > 0) await writeGroup(file, group);
  await file.finish();
  yield taken(bytes);
}

function* schema(): Generator<SchemaElement> {
  yield { name: 'measurements', num_children: columnNames.length };
  for (const name of columnNames) {
    const type = types[measurementColumns[name]];
    yield {
      name,
      type,
      repetition_type: 'OPTIONAL',
      ...(type === 'BYTE_ARRAY' && { converted_type: 'UTF8' }),
    };
  }
}

async function writeGroup(file: ParquetWriter, rows: readonly MeasurementRow[]): Promise<void> {
  const columnData = columnNames.map((name) => ({
    name,
    data: rows.map((row) => parquetValue(name, row[name])),
  }));
  await file.write({ columnData, rowGroupSize: rows.length });
}

function parquetValue(name: MeasurementColumn, value: unknown): unknown {
  return value === null || types[measurementColumns[name]] !== 'BYTE_ARRAY' ? value : cellText(name, value);
}

/** What was written since the last call; the writer's count of bytes, which places in the file are told by, goes on. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}
