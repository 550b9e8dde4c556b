import type { ClientBase } from 'pg';

/** Lets trainers and promotions of one (device model, scenario) wait for each other until the transaction ends. */
export async function lockReleases(
  client: ClientBase,
  deviceModel: string,
  scenarioKey: string,
): Promise<void> {
  const name = `release ${deviceModel} ${scenarioKey}`;
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}
