import { escapeIdentifier } from 'pg';
import type { ClientBase, Pool } from 'pg';

import { arrayLiteral } from './array-literal.js';

/** The Postgres types that can be inserted by column; arrays cannot, because unnest would flatten them. */
export type ColumnType =
  'bigint' | 'boolean' | 'bytea' | 'double precision' | 'integer' | 'jsonb' | 'text' | 'timestamptz' | 'uuid';

/** One column of the rows to insert; the columns of one insert are equally long. */
export interface InsertColumn {
  /** The column's type, or the name of an enum as in the Prisma schema. */
  readonly type: ColumnType | { readonly enum: string };
  /** A value a row; null for NULL. For `jsonb` the JSON text. */
  readonly values: ArrayLike<unknown>;
}

export interface InsertRows {
  /** Table and columns are named as in the Prisma schema. */
  readonly table: string;
  readonly columns: Readonly<Record<string, InsertColumn>>;
  /** Leave rows out that are there already (any unique constraint); by default they make the insert fail. */
  readonly skipExisting?: boolean;
}

/** What an insert of many rows is made of. */
export interface InsertParts {
  /** `"Table" ("column", …)` */
  readonly target: string;
  /** An array a column, as text, and the type of its members as SQL writes it. */
  readonly arrays: readonly { readonly type: string; readonly literal: string }[];
  readonly rowCount: number;
}

/**
 * Inserts many rows with one statement, `INSERT … SELECT unnest(…)`: ten times as fast as createMany, with as many parameters
 * as there are columns. Resolves to the number of rows that were inserted. All of them are, or none.
 */
export async function insertRows(connection: Pool | ClientBase, insert: InsertRows): Promise<number> {
  const { target, arrays, rowCount } = insertParts(insert);
  if (rowCount === 0) return 0;
  const parameters = arrays.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const result = await connection.query(
    `INSERT INTO ${target} SELECT * FROM unnest(${parameters})` +
      (insert.skipExisting === true ? ' ON CONFLICT DO NOTHING' : ''),
    arrays.map(({ literal }) => literal),
  );
  return result.rowCount ?? 0;
}

/** Throws RangeError when columns are not equally long. */
export function insertParts({ table, columns }: InsertRows): InsertParts {
  const entries = Object.entries(columns);
  const rowCount = entries[0]?.[1].values.length ?? 0;
  for (const [name, { values }] of entries) {
    if (values.length === rowCount) continue;
    throw new RangeError(`Column ${name} has ${values.length} values where others have ${rowCount}.`);
  }
  return {
    target: `${escapeIdentifier(table)} (${entries.map(([name]) => escapeIdentifier(name)).join(', ')})`,
    arrays: entries.map(([, { type, values }]) => ({ type: typeName(type), literal: arrayLiteral(values) })),
    rowCount,
  };
}

function typeName(type: InsertColumn['type']): string {
  return typeof type === 'string' ? type : escapeIdentifier(type.enum);
}
