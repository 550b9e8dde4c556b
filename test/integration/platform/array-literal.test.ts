import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { arrayLiteral } from '../../../src/platform/database/array-literal.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

async function read(values: readonly unknown[], type: string): Promise<unknown> {
  const { rows } = await postgres.pool.query<{ read: unknown }>(`SELECT $1::${type}[] AS read`, [
    arrayLiteral(values),
  ]);
  return rows[0]?.read;
}

/** Postgres has no place for a zero character, and no half of a surrogate pair. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
  fc.constantFrom('NULL', 'null', '', '{}', '"', '\\', '\\n', '\n', ' a ', 'a,b', '\\x00'),
);
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });

describe('an array as text', () => {
  it('is read by Postgres as the texts that it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(orNull(texts)), async (values) => {
        expect(await read(values, 'text')).toEqual(values);
      }),
    );
  });

  it('keeps every number to the last digit', async () => {
    const numbers = fc
      .double({ noDefaultInfinity: false, noNaN: false })
      .filter((value) => !Object.is(value, -0));
    await fc.assert(
      fc.asyncProperty(fc.array(orNull(numbers)), async (values) => {
        expect(await read(values, 'double precision')).toEqual(values);
      }),
    );
  });

  it('keeps bytes, moments, truth values and what has no value', async () => {
    const bytes = [Buffer.from([0, 34, 92, 255]), null, Buffer.from('')];
    expect(await read(bytes, 'bytea')).toEqual(bytes);
    const moments = [new Date('2026-01-02T03:04:05.678Z'), null];
    expect(await read(moments, 'timestamptz')).toEqual(moments);
    expect(await read([true, undefined, false], 'boolean')).toEqual([true, null, false]);
    expect(await read([...Float64Array.of(1.5, 2)], 'double precision')).toEqual([1.5, 2]);
  });

  it('refuses what has no text of its own', () => {
    expect(() => arrayLiteral([{}])).toThrow(/object cannot be a member/);
  });
});
