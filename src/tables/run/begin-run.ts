import type { Connection } from '../connection.js';

/** Who executes a run that has no end yet, if anyone. */
export interface OpenRun {
  readonly state: 'PENDING' | 'RUNNING';
  readonly phoneId: string | null;
  readonly leaseToken: bigint | null;
}

/** Locks a run until the end of the transaction; undefined when it has its end, or is not there. */
export async function lockOpenRun(connection: Connection, runId: string): Promise<OpenRun | undefined> {
  const { rows } = await connection.query<Omit<OpenRun, 'leaseToken'> & { leaseToken: string | null }>(
    `SELECT state, "phoneId", "leaseToken" FROM "Run" WHERE id = $1 AND state IN ('PENDING', 'RUNNING') FOR UPDATE`,
    [runId],
  );
  const [run] = rows;
  return run && { ...run, leaseToken: run.leaseToken === null ? null : BigInt(run.leaseToken) };
}

/** The state that an attempt gave a run, where it has been stored already; undefined where it has not. */
export async function stateOfAttempt(
  connection: Connection,
  runId: string,
  token: bigint,
  finishedAt: Date,
): Promise<'PENDING' | 'DONE' | 'FAILED' | undefined> {
  const { rows } = await connection.query<{ state: 'PENDING' | 'DONE' | 'FAILED' }>(
    `SELECT state FROM "Run" WHERE id = $1 AND "leaseToken" = $2 AND "finishedAt" = $3
       AND state IN ('PENDING', 'DONE', 'FAILED')`,
    [runId, token.toString(), finishedAt],
  );
  return rows[0]?.state;
}

/** Notes that a run is executed once more, on a phone that is held under a lease's token. An attempt that is noted twice counts once. */
export async function noteBegin(
  connection: Connection,
  runId: string,
  { phoneId, token }: { readonly phoneId: string; readonly token: bigint },
  startedAt: Date,
): Promise<void> {
  await connection.query(
    `UPDATE "Run" SET state = 'RUNNING', "phoneId" = $2, "leaseToken" = $3, "startedAt" = $4,
       attempts = attempts
         + CASE WHEN state = 'RUNNING' AND "phoneId" = $2 AND "leaseToken" = $3 AND "startedAt" = $4 THEN 0 ELSE 1 END
     WHERE id = $1`,
    [runId, phoneId, token.toString(), startedAt],
  );
}
