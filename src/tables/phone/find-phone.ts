import type { Connection } from '../connection.js';

/** The id of the phone with a serial number; undefined where none was ever attached. */
export async function findPhoneId(connection: Connection, serialNumber: string): Promise<string | undefined> {
  const { rows } = await connection.query<{ id: string }>(
    'SELECT id FROM "Phone" WHERE "serialNumber" = $1',
    [serialNumber],
  );
  return rows[0]?.id;
}
