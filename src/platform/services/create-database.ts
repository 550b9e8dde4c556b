import { escapeIdentifier } from 'pg';

import { connectClient } from '../database/connection/connect-client.js';

/** SQLSTATEs of a database that is there already: found at once, or made by someone else meanwhile. */
const alreadyThere = ['42P04', '23505'];

/** Makes a database on a server unless it is there; `template` is copied, and must have no connections. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<void> {
  const client = await connectClient(serverUrl);
  try {
    const from = template === undefined ? '' : ` TEMPLATE ${escapeIdentifier(template)}`;
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)}${from}`);
  } catch (error) {
    if (!alreadyThere.includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
