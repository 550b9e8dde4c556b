import { malformed } from '../errors.js';
import type { ConstantData } from '../model/tensor.js';
import type { FlatTable } from './flat-table.js';
import { schema } from './schema.js';

/** The constants of a model, wherever they lie. */
export interface Constants {
  /** By buffer index; `undefined` for buffers without data. Views into the file, never copies. */
  readonly buffers: readonly (Uint8Array | undefined)[];
  /** Names of the other files that hold constants, by the id under which tensors ask for them. */
  readonly externalFiles: ReadonlyMap<number, string>;
}

/** The constants of a model. Throws `MALFORMED_MODEL` where data lies outside the file. */
export function readConstants(model: FlatTable): Constants {
  return { buffers: model.each(schema.model.buffers, readBuffer), externalFiles: readExternal(model) };
}

/**
 * What a tensor holds: `undefined` if it is no constant. Throws `MALFORMED_MODEL` for a buffer that is not there, inside the file
 * or outside.
 */
export function constantOf(
  tensor: FlatTable,
  index: number,
  { buffers, externalFiles }: Constants,
): ConstantData | undefined {
  const external = tensor.uint32(schema.tensor.externalBuffer, 0);
  if (external !== 0) {
    const externalFile = externalFiles.get(external);
    if (externalFile === undefined)
      throw malformed(`tensor ${index} names the external buffer ${external}, which is not there`);
    return { externalFile };
  }
  const buffer = tensor.uint32(schema.tensor.buffer, 0);
  if (buffer >= buffers.length && buffer !== 0)
    throw malformed(`tensor ${index} names buffer ${buffer}, which is not there`);
  return buffers[buffer];
}

function readBuffer(buffer: FlatTable): Uint8Array | undefined {
  const data = buffer.bytes(schema.buffer.data);
  if (data !== undefined && data.length > 0) return data;
  const offset = buffer.uint64(schema.buffer.offset);
  // Files beyond 2 GiB keep their constants behind the FlatBuffer; offsets 0 and 1 mean that there are none.
  return offset > 1 ? buffer.fileBytes(offset, buffer.uint64(schema.buffer.size)) : undefined;
}

function readExternal(model: FlatTable): ReadonlyMap<number, string> {
  const groups = model
    .tables(schema.model.externalGroups)
    .map((group) => group.text(schema.externalGroup.name) ?? '');
  return new Map(
    model
      .tables(schema.model.externalBuffers)
      .map((buffer) => [
        buffer.uint32(schema.externalBuffer.id, 0),
        groups[buffer.uint32(schema.externalBuffer.group, 0)] ?? '',
      ]),
  );
}
