import { Client } from 'pg';

import { platformError } from '../../errors.js';
import { redactSecrets } from '../../redaction.js';

/**
 * One connection of its own, for what must stay on one session. The caller ends it.
 * @throws FarmError DATABASE_UNREACHABLE
 */
export async function connectClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A connection that breaks says so to whoever waits for a query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw databaseUnreachable(url, cause);
  }
  return client;
}

/** Why a database does not answer, without its password. */
export function databaseUnreachable(url: string, cause: unknown): Error {
  return platformError('DATABASE_UNREACHABLE', `${redactSecrets(url)}: ${reasonOf(cause)}`, { cause });
}

/** Node wraps a refused connection to a name with several addresses into an AggregateError without a message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
