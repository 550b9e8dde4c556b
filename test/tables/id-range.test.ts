import fc from 'fast-check';
import { expect, it } from 'vitest';

import { idsBeginning } from '../../src/tables/id-range.js';

it('holds every id that begins so and no other, whatever the case of its digits', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 36 }), (id, other, length) => {
      const prefix = id.slice(0, length);
      const range = idsBeginning(prefix.toUpperCase());
      const isIn = (each: string) => range !== undefined && each >= range.first && each <= range.last;
      expect(isIn(id)).toBe(true);
      expect(isIn(other)).toBe(other.startsWith(prefix));
    }),
  );
});

it.each(['', 'x', '0198-', "' OR 1=1", '00000000-0000-0000-0000-0000000000000', '%'])(
  'is none where no id begins with %j',
  (text) => {
    expect(idsBeginning(text)).toBeUndefined();
  },
);
