import { canonicalJson } from '../../../graph/canonical-json.js';
import { GraphError } from '../../../graph/index.js';
import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { readOpTimings } from '../../../tables/op-timing/op-timing-rows.js';
import type { OpTimingOfRun } from '../../../tables/op-timing/op-timing-rows.js';
import { readKeptRuns } from '../../../tables/run/kept-runs.js';
import type { KeptRun, KeptRunSelection } from '../../../tables/run/kept-runs.js';
import { storeReading } from '../../../tables/run/reread-run.js';
import { graphOfSample } from '../../../tables/sample/sample-graph.js';
import { operationRows } from '../results/run-columns.js';
import { newColumns, readAgain } from './read-again.js';

/** A value that another reading changes. */
export interface ChangedValue {
  /** A column of the run, or `operations` for their number, or `operation 7 meanUs`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A run of which today's parser reads something else. */
export interface ChangedRun {
  readonly id: string;
  readonly changes: readonly ChangedValue[];
  /** False where it was not asked for, or the run has changed meanwhile. */
  readonly stored: boolean;
}

export interface ReparseOptions extends KeptRunSelection {
  /** Store what has changed; otherwise nothing is written. */
  readonly apply: boolean;
  /** Told after every run. */
  readonly onRun?: (read: number) => void;
}

export interface Reparsed {
  /** Runs whose output was read. */
  readonly read: number;
  /** Runs whose model cannot be made any more, so that nothing is compared. */
  readonly withoutModel: number;
  readonly changed: readonly ChangedRun[];
}

/** Outputs that are held in memory at a time. */
const runsAtATime = 50;

/**
 * Reads the kept outputs of runs again, as today's parser reads them, and says what is another than what is stored (`newColumns`). Of failed runs
 * only those count that the tool's output made fail (`BENCHMARK_…`).
 */
export async function reparseRuns(database: Database, options: ReparseOptions): Promise<Reparsed> {
  const changed: ChangedRun[] = [];
  let [read, withoutModel] = [0, 0];
  for (let afterId: string | undefined; ;) {
    const page = { limit: runsAtATime, ...(afterId !== undefined && { afterId }) };
    const runs = await readKeptRuns(database.pool, options, page);
    const known = await readOpTimings(
      database.pool,
      runs.map(({ id }) => id),
    );
    for (const run of runs.filter(isReadable)) {
      const timings = known.filter(({ runId }) => runId === run.id);
      const outcome = await reparse(database, run, timings, options.apply);
      if (outcome === undefined) withoutModel += 1;
      else if (outcome.changes.length > 0) changed.push(outcome);
      read += 1;
      options.onRun?.(read);
    }
    afterId = runs.at(-1)?.id;
    if (runs.length < runsAtATime) return { read, withoutModel, changed };
  }
}

function isReadable({ stored, failureCode }: KeptRun): boolean {
  return stored.state === 'DONE' || failureCode?.startsWith('BENCHMARK_') === true;
}

async function reparse(
  database: Database,
  run: KeptRun,
  known: readonly OpTimingOfRun[],
  apply: boolean,
): Promise<ChangedRun | undefined> {
  const graph = await graphOfKeptRun(database, run);
  if (graph === undefined) return undefined;
  const reading = readAgain(run, graph);
  const columns = newColumns(run.stored, reading);
  const operations =
    'measurement' in reading ? operationRows(run.id, reading.measurement.operations) : undefined;
  const changes = [
    ...changedValues(run.stored, columns),
    ...(operations === undefined ? [] : changedTimings(known, operations.timings)),
  ];
  const hasValues = changes.some(({ field }) => field !== 'parserVersion');
  if (!hasValues) return { id: run.id, changes: [], stored: false };
  const failure =
    run.stored.state === columns.state ? {} : { failureCode: null, failureBlame: null, failureMessage: null };
  const toolReport = columns.toolReport === null ? null : JSON.stringify(columns.toolReport);
  const stored =
    apply &&
    (await inTransaction(database.pool, (client) =>
      storeReading(client, {
        ...{ runId: run.id, rowVersion: run.rowVersion, columns: { ...columns, toolReport, ...failure } },
        ...(operations === undefined ? {} : { operations }),
      }),
    ));
  return { id: run.id, changes, stored };
}

async function graphOfKeptRun({ pool }: Database, { sampleSpec }: KeptRun) {
  try {
    return await graphOfSample(pool, sampleSpec);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

function changedValues(before: object, after: object): ChangedValue[] {
  const values = before as Readonly<Record<string, unknown>>;
  return Object.entries(after).flatMap(([field, value]) =>
    canonicalJson(values[field] ?? null) === canonicalJson(value ?? null)
      ? []
      : [{ field, before: values[field], after: value as unknown }],
  );
}

/** What is compared of an operation; the rest follows from the sample. */
const timingFields = [
  'operationIndex',
  'operator',
  'kernel',
  'configurationHash',
  'meanUs',
  'stdUs',
  'firstUs',
  'count',
  'sharedRow',
] as const;

function changedTimings(before: readonly OpTimingOfRun[], after: readonly OpTimingOfRun[]): ChangedValue[] {
  if (before.length !== after.length)
    return [{ field: 'operations', before: before.length, after: after.length }];
  return after.flatMap((timing, place) =>
    timingFields.flatMap((name) => {
      const stored = before[place]?.[name];
      return stored === timing[name]
        ? []
        : [{ field: `operation ${place} ${name}`, before: stored, after: timing[name] }];
    }),
  );
}
