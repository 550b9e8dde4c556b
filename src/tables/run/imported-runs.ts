import { insertRows } from '../../platform/database/index.js';
import { runTimes } from '../../records/run-times.js';
import type { RunTimes } from '../../records/run-times.js';
import type { Connection } from '../connection.js';

/** A run that others measured. */
export interface ImportedRun extends RunTimes {
  readonly id: string;
  readonly key: string;
  readonly campaignId: string;
  readonly sampleId: string | undefined;
  readonly scenarioId: string | undefined;
  readonly poolId: string | undefined;
  readonly repetition: number;
  readonly verdict: string;
  readonly verdictReason: string | null;
  readonly clockSource: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly inferenceCount: number | null;
}

/** Stores runs that are DONE. None of them may be there. */
export async function storeImportedRuns(connection: Connection, runs: readonly ImportedRun[]): Promise<void> {
  const values = (name: keyof ImportedRun) => runs.map((run) => run[name]);
  const times = runTimes.map((name) => [name, { type: 'double precision', values: values(name) }] as const);
  await insertRows(connection, {
    table: 'Run',
    columns: {
      id: { type: 'uuid', values: values('id') },
      key: { type: 'text', values: values('key') },
      campaignId: { type: 'uuid', values: values('campaignId') },
      sampleId: { type: 'uuid', values: values('sampleId') },
      scenarioId: { type: 'uuid', values: values('scenarioId') },
      poolId: { type: 'uuid', values: values('poolId') },
      repetition: { type: 'integer', values: values('repetition') },
      state: { type: { enum: 'RunState' }, values: runs.map(() => 'DONE') },
      verdict: { type: 'text', values: values('verdict') },
      verdictReason: { type: 'text', values: values('verdictReason') },
      clockSource: { type: 'text', values: values('clockSource') },
      startedAt: { type: 'timestamptz', values: values('startedAt') },
      finishedAt: { type: 'timestamptz', values: values('finishedAt') },
      inferenceCount: { type: 'integer', values: values('inferenceCount') },
      ...Object.fromEntries(times),
    },
  });
}

/** Removes runs with all that belongs to them. */
export async function deleteRuns(connection: Connection, keys: readonly string[]): Promise<void> {
  await connection.query('DELETE FROM "Run" WHERE key = ANY($1)', [keys]);
}

/** Only one import at a time: two at once could make the same rows. Held to the end of the transaction. */
export async function lockImports(transaction: Connection): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('latency-farm imports'))`);
}
