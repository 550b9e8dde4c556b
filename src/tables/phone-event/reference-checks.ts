import type { Connection } from '../connection.js';

/** Mean latencies, µs, of the latest checks of a phone in a scenario, of events of a kind, the last first. */
export async function readCheckedMeans(
  connection: Connection,
  { phoneId, kind, scenarioKey }: Readonly<Record<'phoneId' | 'kind' | 'scenarioKey', string>>,
  most: number,
): Promise<number[]> {
  const { rows } = await connection.query<{ meanUs: number }>(
    `SELECT (detail->>'meanUs')::float8 AS "meanUs" FROM "PhoneEvent"
     WHERE "phoneId" = $1 AND kind = $2 AND detail->>'scenarioKey' = $3 ORDER BY id DESC LIMIT $4`,
    [phoneId, kind, scenarioKey, most],
  );
  return rows.map(({ meanUs }) => meanUs);
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
