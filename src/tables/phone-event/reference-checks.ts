import type { Connection } from '../connection.js';

/** The event under which a measurement of the reference model stands in a phone's history. */
export const referenceEvent = 'reference measured';

/** A check of a phone in a scenario that found it as usual. */
export interface GoodCheck {
  readonly meanUs: number;
  readonly at: Date;
}

/**
 * The latest good checks of a phone in a scenario, the last first. Whoever takes a phone back that has drifted takes it as it
 * is: what was usual before is none any more.
 */
export async function readGoodChecks(
  connection: Connection,
  { phoneId, scenarioKey }: Readonly<Record<'phoneId' | 'scenarioKey', string>>,
  most: number,
): Promise<GoodCheck[]> {
  const { rows } = await connection.query<GoodCheck>(
    `SELECT (detail->>'meanUs')::float8 AS "meanUs", at FROM "PhoneEvent"
     WHERE "phoneId" = $1 AND kind = $2 AND detail->>'scenarioKey' = $3
       AND NOT coalesce((detail->>'drifted')::boolean, false)
       AND id > coalesce((SELECT max(id) FROM "PhoneEvent" WHERE "phoneId" = $1 AND kind = 'resume' AND detail->>'asItIs' = 'true'), 0)
     ORDER BY id DESC LIMIT $4`,
    [phoneId, referenceEvent, scenarioKey, most],
  );
  return rows;
}

/**
 * Whether a phone was last taken out because it had drifted, and nothing has ended that since: neither a good check in its scenario nor somebody who took
 * it as it is.
 */
export async function hasDrifted(connection: Connection, phoneId: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT FROM (SELECT id, detail FROM "PhoneEvent" WHERE "phoneId" = $1 AND kind = 'quarantined' ORDER BY id DESC LIMIT 1) q
      WHERE q.detail->>'code' = 'PHONE_DRIFTED' AND NOT EXISTS (SELECT FROM "PhoneEvent" e
        WHERE e."phoneId" = $1 AND e.id > q.id AND (e.kind = 'resume' AND e.detail->>'asItIs' = 'true'
          OR e.kind = $2 AND e.detail->>'scenarioKey' = q.detail->>'scenarioKey' AND NOT coalesce((e.detail->>'drifted')::boolean, false)))`,
    [phoneId, referenceEvent],
  );
  return rowCount === 1;
}

/** Adds a line to a phone's history; a check of the same moment is there already and is added once. */
export async function storeCheck(
  connection: Connection,
  phoneId: string,
  detail: object,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO "PhoneEvent" ("phoneId", kind, detail, at)
     SELECT $1::uuid, $2, $3::jsonb, $4::timestamptz
     WHERE NOT EXISTS (SELECT 1 FROM "PhoneEvent" WHERE "phoneId" = $1::uuid AND kind = $2 AND at = $4::timestamptz)`,
    [phoneId, referenceEvent, JSON.stringify(detail), at],
  );
}
