import type { Connection } from '../connection.js';
import { storeConfigurations } from '../configuration/configurations.js';
import type { ConfigurationRow } from '../configuration/configurations.js';
import { forgetFreshJudgements } from '../fresh-judgement/fresh-judgements.js';
import { replaceOpTimings } from '../op-timing/op-timing-rows.js';
import type { OpTimingOfRun } from '../op-timing/op-timing-rows.js';

/** What a run's output says, read again. */
export interface Reading {
  readonly runId: string;
  /** The row as it was when the output was read. */
  readonly rowVersion: string;
  /** New values by column. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** In place of those that are stored; absent where they stay. */
  readonly operations?: {
    readonly timings: readonly OpTimingOfRun[];
    readonly configurations: readonly ConfigurationRow[];
  };
}

/** Stores a reading, within a transaction; false where the run has changed since. */
export async function storeReading(
  transaction: Connection,
  { runId, rowVersion, columns, operations }: Reading,
): Promise<boolean> {
  const names = Object.keys(columns);
  const assignments = names.map((name, place) => `"${name.replaceAll('"', '""')}" = $${place + 3}`);
  const { rowCount } = await transaction.query(
    `UPDATE "Run" SET ${assignments.join(', ')} WHERE id = $1 AND xmin::text = $2`,
    [runId, rowVersion, ...Object.values(columns)],
  );
  if (rowCount !== 1) return false;
  await forgetFreshJudgements(transaction, runId);
  if (operations !== undefined) {
    await storeConfigurations(transaction, operations.configurations);
    await replaceOpTimings(transaction, runId, operations.timings);
  }
  return true;
}
