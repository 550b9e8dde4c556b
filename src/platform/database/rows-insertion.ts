import { insertParts } from './insert-rows.js';
import type { InsertRows } from './insert-rows.js';
import { join, raw, sql } from './sql.js';
import type { Sql } from './sql.js';

/** The statement of {@link insertRows}, to be part of a larger one. Inserts nothing unless `condition` holds; no rows are fine. */
export function rowsInsertion(insert: InsertRows, condition: Sql = sql`true`): Sql {
  const { target, arrays } = insertParts(insert);
  const columns = join(arrays.map(({ type, literal }) => sql`${literal}::${raw(`${type}[]`)}`));
  const conflict = raw(insert.skipExisting === true ? ' ON CONFLICT DO NOTHING' : '');
  return sql`INSERT INTO ${raw(target)} SELECT * FROM unnest(${columns}) WHERE ${condition}${conflict}`;
}
