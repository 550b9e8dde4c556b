/**
 * Writes FlatBuffer tables in front of an existing buffer, whose tables they may refer to. References of a FlatBuffer only
 * point forward, so what is put in front can use what is already there without touching it.
 */
export type Part = Table | References | Int32s | Text | Existing;

interface Table {
  readonly kind: 'table';
  /** By slot: a number is a scalar, a part is referred to, `undefined` is absent. */
  readonly slots: readonly (number | Part | undefined)[];
}
interface References {
  readonly kind: 'references';
  readonly to: readonly Part[];
}
interface Int32s {
  readonly kind: 'int32s';
  readonly values: readonly number[];
}
interface Text {
  readonly kind: 'text';
  readonly text: string;
}
interface Existing {
  readonly kind: 'existing';
  /** Position in the buffer behind. */
  readonly position: number;
}

export const table = (...slots: Table['slots']): Table => ({ kind: 'table', slots });
export const references = (to: readonly Part[]): References => ({ kind: 'references', to });
export const int32s = (values: readonly number[]): Int32s => ({ kind: 'int32s', values });
export const text = (content: string): Text => ({ kind: 'text', text: content });
export const existing = (position: number): Existing => ({ kind: 'existing', position });

/** Vectors of bytes with `force_align: 16` keep their alignment when what is in front is a multiple of it. */
const tailAlignment = 16;
const headerBytes = 8;
const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

const vtableBytes = (part: Table): number => roundUp(4 + 2 * part.slots.length, 4);

function byteLength(part: Exclude<Part, Existing>): number {
  switch (part.kind) {
    case 'table':
      return vtableBytes(part) + 4 + 4 * part.slots.length;
    case 'references':
      return 4 + 4 * part.to.length;
    case 'int32s':
      return 4 + 4 * part.values.length;
    case 'text':
      return roundUp(4 + Buffer.byteLength(part.text) + 1, 4);
  }
}

function children(part: Part): Part[] {
  if (part.kind === 'references') return [...part.to];
  if (part.kind !== 'table') return [];
  return part.slots.filter((slot): slot is Part => typeof slot === 'object');
}

/** Places every part behind the parts that refer to it: the order of first discovery, depth last. */
function layOut(root: Table): { positions: Map<Part, number>; end: number } {
  const positions = new Map<Part, number>();
  const waiting: Part[] = [root];
  let end = headerBytes;
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part.kind === 'existing' || positions.has(part)) continue;
    positions.set(part, part.kind === 'table' ? end + vtableBytes(part) : end);
    end += byteLength(part);
    waiting.push(...children(part));
  }
  return { positions, end: roundUp(end, tailAlignment) };
}

/** The buffer `tail` with `root` and all it refers to in front, as a new buffer with the given file identifier. */
export function writeInFront(tail: Uint8Array, root: Table, fileIdentifier: string): Uint8Array {
  const { positions, end } = layOut(root);
  const bytes = new Uint8Array(end + tail.length);
  const view = new DataView(bytes.buffer);
  const positionOf = (part: Part): number =>
    part.kind === 'existing' ? end + part.position : (positions.get(part) ?? 0);
  const refer = (from: number, to: Part): void => view.setUint32(from, positionOf(to) - from, true);

  refer(0, root);
  bytes.set(Buffer.from(fileIdentifier, 'latin1'), 4);
  for (const [part, position] of positions) {
    if (part.kind === 'table') {
      const vtable = position - vtableBytes(part);
      view.setUint16(vtable, 4 + 2 * part.slots.length, true);
      view.setUint16(vtable + 2, 4 + 4 * part.slots.length, true);
      view.setInt32(position, position - vtable, true);
      part.slots.forEach((slot, index) => {
        if (slot === undefined) return;
        const field = 4 + 4 * index;
        view.setUint16(vtable + 4 + 2 * index, field, true);
        if (typeof slot === 'number') view.setInt32(position + field, slot, true);
        else refer(position + field, slot);
      });
    } else if (part.kind === 'references') {
      view.setUint32(position, part.to.length, true);
      part.to.forEach((to, index) => refer(position + 4 + 4 * index, to));
    } else if (part.kind === 'int32s') {
      view.setUint32(position, part.values.length, true);
      part.values.forEach((value, index) => view.setInt32(position + 4 + 4 * index, value, true));
    } else if (part.kind === 'text') {
      const content = Buffer.from(part.text);
      view.setUint32(position, content.length, true);
      bytes.set(content, position + 4);
    }
  }
  bytes.set(tail, end);
  return bytes;
}
