import type { Pool, PoolClient } from 'pg';

/**
 * Does `work` in one transaction on one connection: commits when it resolves, rolls back when it rejects,
 * and returns or rejects with what it did.
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Lets a transaction that has just begun read, and nothing but read, what was there at its first statement. */
export async function readOneSnapshot(client: PoolClient): Promise<void> {
  await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
}
