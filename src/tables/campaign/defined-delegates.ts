import type { Connection } from '../connection.js';

/** What campaigns have said of a name of a black box. */
export interface DefinedDelegate {
  readonly name: string;
  readonly settings: unknown;
  readonly campaign: string;
}

/** The latest definition of each of some names, in any campaign that has been submitted. */
export async function readDefinedDelegates(
  connection: Connection,
  names: readonly string[],
): Promise<DefinedDelegate[]> {
  if (names.length === 0) return [];
  const { rows } = await connection.query<DefinedDelegate>(
    `SELECT DISTINCT ON (defined.key) defined.key AS name, defined.value AS settings, c.name AS campaign
     FROM "Campaign" c CROSS JOIN LATERAL jsonb_each(c.spec -> 'delegates') AS defined
     WHERE jsonb_typeof(c.spec -> 'delegates') = 'object' AND defined.key = ANY($1)
     ORDER BY defined.key, c."createdAt" DESC, c.id`,
    [names],
  );
  return rows;
}
