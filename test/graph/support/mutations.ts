import fc from 'fast-check';

/** A way to damage a file. */
export type Mutation =
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'byte'; readonly at: number; readonly value: number }
  | { readonly kind: 'word'; readonly at: number; readonly value: number }
  | { readonly kind: 'copy'; readonly from: number; readonly to: number; readonly length: number };

/** Where in a file, as a share of its length; most often near its front, where the tables of small files are. */
const place = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  fc.double({ min: 0, max: 0.05, noNaN: true }),
);

/** Numbers that offsets, lengths and codes are confused by. */
const word = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -64, max: 512 }),
  fc.constantFrom(0x7fffffff, -0x80000000, 0x10000, 0x00ffffff),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: place }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('byte' as const), at: place, value: fc.nat(255) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('word' as const), at: place, value: word }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('copy' as const), from: place, to: place, length: fc.nat(64) }),
  },
);

/** One to a few mutations, applied one after the other. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });

/** A damaged copy of a file. */
export function mutated(file: Uint8Array, steps: readonly Mutation[]): Uint8Array {
  let bytes = Uint8Array.from(file);
  for (const step of steps) bytes = applied(bytes, step);
  return bytes;
}

function applied(bytes: Uint8Array<ArrayBuffer>, step: Mutation): Uint8Array<ArrayBuffer> {
  const position = (share: number) => Math.floor(share * bytes.length);
  switch (step.kind) {
    case 'truncate':
      return bytes.subarray(0, position(step.at));
    case 'byte':
      bytes[position(step.at)] = step.value;
      return bytes;
    case 'word': {
      const at = position(step.at) & ~3;
      if (at + 4 <= bytes.length) new DataView(bytes.buffer, bytes.byteOffset).setInt32(at, step.value, true);
      return bytes;
    }
    case 'copy':
      bytes.copyWithin(position(step.to), position(step.from), position(step.from) + step.length);
      return bytes;
  }
}
