import { connectClient } from './connection/connect-client.js';

/** What a Postgres tells of itself. */
export interface PostgresFacts {
  /** As the server writes it: `18.4`. */
  readonly version: string;
  /** Whether it is a replica, which takes no writes. */
  readonly isReplica: boolean;
}

/** Asks a server what it is; changes nothing. @throws FarmError DATABASE_UNREACHABLE */
export async function readPostgresFacts(url: string): Promise<PostgresFacts> {
  const client = await connectClient(url);
  try {
    const { rows } = await client.query<PostgresFacts>(
      `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS "isReplica"`,
    );
    return rows[0] ?? { version: '0', isReplica: false };
  } finally {
    await client.end();
  }
}
