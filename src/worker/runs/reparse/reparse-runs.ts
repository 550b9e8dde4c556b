import { canonicalJson } from '../../../graph/canonical-json.js';
import { GraphError } from '../../../graph/index.js';
import type { Graph } from '../../../graph/index.js';
import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { SampleSpec } from '../../../records/sample.js';
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
  const graphs = new GraphsOfSamples(database);
  for (let after: KeptRun | undefined; ;) {
    const runs = await readKeptRuns(database.pool, options, { limit: runsAtATime, after });
    const known = await readOpTimings(
      database.pool,
      runs.map(({ id }) => id),
    );
    for (const run of runs.filter(isReadable)) {
      const timings = known.filter(({ runId }) => runId === run.id);
      const outcome = await reparse(database, await graphs.of(run), {
        run,
        known: timings,
        apply: options.apply,
      });
      if (outcome === undefined) withoutModel += 1;
      else if (outcome.changes.length > 0) changed.push(outcome);
      read += 1;
      options.onRun?.(read);
    }
    after = runs.at(-1);
    if (runs.length < runsAtATime) return { read, withoutModel, changed };
  }
}

function isReadable({ stored, failureCode }: KeptRun): boolean {
  return stored.state === 'DONE' || failureCode?.startsWith('BENCHMARK_') === true;
}

async function reparse(
  database: Database,
  graph: Graph | undefined,
  {
    run,
    known,
    apply,
  }: { readonly run: KeptRun; readonly known: readonly OpTimingOfRun[]; readonly apply: boolean },
): Promise<ChangedRun | undefined> {
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

/** Runs of a sample come one after the other: its model is made once, and one is held at a time. */
class GraphsOfSamples {
  readonly #database: Database;
  #last: { readonly sampleId: string; readonly graph: Graph | undefined } | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Undefined for a sample of which no model can be made any more. */
  async of({ sampleId, sampleSpec }: KeptRun): Promise<Graph | undefined> {
    if (this.#last?.sampleId !== sampleId) this.#last = { sampleId, graph: await this.#make(sampleSpec) };
    return this.#last.graph;
  }

  async #make(sampleSpec: SampleSpec): Promise<Graph | undefined> {
    try {
      return await graphOfSample(this.#database.pool, sampleSpec);
    } catch (error) {
      if (error instanceof GraphError) return undefined;
      throw error;
    }
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
