import { insertRows } from '../../platform/database/index.js';
import type { InsertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** What a run says of one operation, as it is stored; null where it is not known. */
export interface OpTimingRow {
  readonly ordinal: number;
  readonly operationIndex: number | null;
  readonly operator: string;
  readonly kernel: string | null;
  readonly configurationHash: string | null;
  readonly meanUs: number;
  readonly stdUs: number | null;
  readonly firstUs: number;
  readonly count: number;
  readonly sharedRow: boolean;
}

/** An op timing, and the run that it belongs to. */
export interface OpTimingOfRun extends OpTimingRow {
  readonly runId: string;
}

/** The insert of op timings, an array a column. Their configurations have to be stored in the same statement or before. */
export function newOpTimings(timings: readonly OpTimingOfRun[]): InsertRows {
  const values = (name: keyof OpTimingOfRun) => timings.map((timing) => timing[name]);
  return {
    table: 'OpTiming',
    columns: {
      runId: { type: 'uuid', values: values('runId') },
      ordinal: { type: 'integer', values: values('ordinal') },
      operationIndex: { type: 'integer', values: values('operationIndex') },
      operator: { type: 'text', values: values('operator') },
      kernel: { type: 'text', values: values('kernel') },
      configurationHash: { type: 'text', values: values('configurationHash') },
      meanUs: { type: 'double precision', values: values('meanUs') },
      stdUs: { type: 'double precision', values: values('stdUs') },
      firstUs: { type: 'double precision', values: values('firstUs') },
      count: { type: 'integer', values: values('count') },
      sharedRow: { type: 'boolean', values: values('sharedRow') },
    },
  };
}

/** Stores op timings of runs. Their configurations have to be there. */
export async function storeOpTimings(
  connection: Connection,
  timings: readonly OpTimingOfRun[],
): Promise<void> {
  await insertRows(connection, newOpTimings(timings));
}

/** Op timings of runs, run by run, in the order of execution. */
export async function readOpTimings(
  connection: Connection,
  runIds: readonly string[],
): Promise<OpTimingOfRun[]> {
  const { rows } = await connection.query<OpTimingOfRun>(
    `SELECT "runId", ordinal, "operationIndex", operator, kernel, "configurationHash", "meanUs", "stdUs", "firstUs", count, "sharedRow"
     FROM "OpTiming" WHERE "runId" = ANY($1) ORDER BY "runId", ordinal`,
    [runIds],
  );
  return rows;
}

/** Puts op timings in the place of those that a run has. Their configurations have to be there. */
export async function replaceOpTimings(
  connection: Connection,
  runId: string,
  timings: readonly OpTimingOfRun[],
): Promise<void> {
  await connection.query('DELETE FROM "OpTiming" WHERE "runId" = $1', [runId]);
  await storeOpTimings(connection, timings);
}
