import { createHash } from 'node:crypto';

import type { Database } from './open-database.js';

/**
 * What tells the farm of this database from every other, in twelve characters: two farms may share a queue server, whose
 * jobs name rows of one database. A copy of the database elsewhere is another farm.
 */
export async function farmIdentity({ pool }: Pick<Database, 'pool'>): Promise<string> {
  const { rows } = await pool.query<{ server: string; database: string }>(
    `SELECT (SELECT system_identifier FROM pg_control_system()) AS server, oid AS database
     FROM pg_database WHERE datname = current_database()`,
  );
  const [identity] = rows;
  return createHash('sha256').update(`${identity?.server}/${identity?.database}`).digest('hex').slice(0, 12);
}
