import type { Connection } from '../connection.js';

/** A check of a phone in a scenario that found it as usual. */
export interface GoodCheck {
  readonly meanUs: number;
  readonly at: Date;
}

/**
 * The latest good checks of a phone in a scenario, of events of a kind, the last first. Whoever takes a phone back out of quarantine takes it as it
 * is: what was usual before is none any more.
 */
export async function readGoodChecks(
  connection: Connection,
  { phoneId, kind, scenarioKey }: Readonly<Record<'phoneId' | 'kind' | 'scenarioKey', string>>,
  most: number,
): Promise<GoodCheck[]> {
  const { rows } = await connection.query<GoodCheck>(
    `SELECT (detail->>'meanUs')::float8 AS "meanUs", at FROM "PhoneEvent"
     WHERE "phoneId" = $1 AND kind = $2 AND detail->>'scenarioKey' = $3
       AND NOT coalesce((detail->>'drifted')::boolean, false)
       AND id > coalesce((SELECT max(id) FROM "PhoneEvent" WHERE "phoneId" = $1 AND kind = 'resume' AND detail->>'from' = 'QUARANTINED'), 0)
     ORDER BY id DESC LIMIT $4`,
    [phoneId, kind, scenarioKey, most],
  );
  return rows;
}

/** Adds a line to a phone's history; a check of the same moment is there already and is added once. */
export async function storeCheck(
  connection: Connection,
  { phoneId, kind }: Readonly<Record<'phoneId' | 'kind', string>>,
  detail: object,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO "PhoneEvent" ("phoneId", kind, detail, at)
     SELECT $1::uuid, $2, $3::jsonb, $4::timestamptz
     WHERE NOT EXISTS (SELECT 1 FROM "PhoneEvent" WHERE "phoneId" = $1::uuid AND kind = $2 AND at = $4::timestamptz)`,
    [phoneId, kind, JSON.stringify(detail), at],
  );
}
