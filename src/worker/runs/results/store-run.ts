import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { rowsInsertion } from '../../../platform/database/rows-insertion.js';
import type { Sql } from '../../../platform/database/sql.js';
import type { FarmError } from '../../../platform/index.js';
import { newConfigurations } from '../../../tables/configuration/configurations.js';
import { newOpTimings } from '../../../tables/op-timing/op-timing-rows.js';
import { eventNoting } from '../../../tables/phone-event/phone-events.js';
import type { PhoneEventRow } from '../../../tables/phone-event/phone-events.js';
import { failedRunEvent } from '../../../tables/phone-event/phone-health.js';
import { outputForgetting, outputKeeping } from '../../../tables/run-output/run-output.js';
import { lockOpenRun, noteBegin, stateOfAttempt } from '../../../tables/run/begin-run.js';
import { changeHeldRun, whileOpen } from '../../../tables/run/held-run.js';
import type { Guard, RunChange } from '../../../tables/run/held-run.js';
import { reopening } from '../../../tables/run/reopen.js';
import type { DoubtedRun } from '../../../tables/run/reopen.js';
import { readRepetitions, whileUnchanged, withEarlier } from '../../../tables/run/repetitions.js';
import type { Lease, LeaseStore } from '../../leases/index.js';
import { judgeRepetitions } from './repetitions/judge-repetitions.js';
import { repeatedMeasurement, runGroup } from './repetitions/run-group.js';
import type { EarlierMeasurement, RunGroup } from './repetitions/run-group.js';
import { circumstanceColumns, measurementColumns, operationRows } from './run-columns.js';
import type { RunCircumstances, RunMeasurement } from './run-result.js';

/** How often a run has been started, this time included, and how often it may be measured. */
export interface MeasurementBudget {
  readonly attempts: number;
  readonly maxMeasurements: number;
}

/** Stores what becomes of runs. Every write is fenced by the phone's lease, and a run's result is stored once. */
export class RunStore {
  constructor(
    private readonly database: Pick<Database, 'pool' | 'prisma'>,
    private readonly leases: LeaseStore,
  ) {}

  /**
   * Notes that a run is being executed. False when it has its end, or is being executed by another worker that is alive: a job
   * may be delivered twice. Throws LEASE_LOST.
   */
  async begin(lease: Lease, runId: string, startedAt: Date): Promise<boolean> {
    return await inTransaction(this.database.pool, async (client) => {
      await this.leases.fence(client, lease);
      const run = await lockOpenRun(client, runId);
      if (run === undefined) return false;
      const { phoneId, leaseToken, state } = run;
      if (state === 'RUNNING' && phoneId !== null && leaseToken !== null) {
        if (await this.leases.heldByAnother(client, phoneId, leaseToken, lease)) return false;
      }
      await noteBegin(client, runId, lease, startedAt);
      return true;
    });
  }

  /**
   * Stores a result with its raw output and op timings, all or nothing, after it was compared with the other repetitions of the sample
   * ({@link judgeRepetitions}): one that contradicts them is `measured-again` instead, or stored as `doubtful` when it may not be; those
   * that it shows to be wrong are put in doubt. `known` when the run has its result already. Throws LEASE_LOST.
   */
  async finish(
    lease: Lease,
    runId: string,
    circumstances: RunCircumstances,
    result: RunMeasurement,
    { attempts, maxMeasurements }: MeasurementBudget = { attempts: 1, maxMeasurements: 1 },
  ): Promise<'stored' | 'measured-again' | 'known'> {
    for (;;) {
      const rows = await readRepetitions(this.database.pool, runId);
      const group = runGroup(runId, rows);
      if (!group.isOpen) {
        await this.leases.check(lease);
        return 'known';
      }
      const isLast = attempts >= maxMeasurements;
      const { measurement, doubted } = judged(result, group, isLast);
      const again = measurement !== result && !isLast;
      const change = again
        ? givingWay(lease, runId, circumstances, measurement)
        : ending(lease, runId, circumstances, measurement);
      const stored = await this.#change(lease, whileUnchanged(runId, rows), {
        ...change,
        others: (condition) => [
          ...reopening(doubted, { verdict: 'doubtful', maxAttempts: maxMeasurements, condition }),
          ...change.others(condition),
        ],
      });
      // Where another repetition was stored or begun since they were read, they are judged anew.
      if (stored) return again ? 'measured-again' : 'stored';
    }
  }

  /**
   * Notes a measurement that is not worth learning from and is going to be repeated: the run stays open, with verdict, raw
   * output and the reason, and the phone's history keeps what gave way. Throws LEASE_LOST.
   */
  async supersede(
    lease: Lease,
    runId: string,
    circumstances: RunCircumstances,
    measurement: RunMeasurement,
  ): Promise<void> {
    await this.#change(lease, whileOpen(runId), givingWay(lease, runId, circumstances, measurement));
  }

  /**
   * Stores why an attempt failed; the run is open for another one unless it is `final`. `attempts` are those that count, where this one does
   * not. Throws LEASE_LOST.
   */
  async fail(
    lease: Lease,
    runId: string,
    circumstances: RunCircumstances,
    error: FarmError,
    final: boolean,
    attempts?: number,
  ): Promise<void> {
    await this.#change(lease, whileOpen(runId), {
      runId,
      columns: {
        state: final ? 'FAILED' : 'PENDING',
        leaseToken: lease.token.toString(),
        failureCode: error.code,
        failureBlame: error.blame,
        failureMessage: error.message.slice(0, 2_000),
        ...circumstanceColumns(circumstances),
        ...(attempts === undefined ? {} : { attempts }),
      },
      others: (allowed) => [
        ...outputOf(runId, circumstances, allowed),
        ...(attempts === undefined && error.blame === 'phone'
          ? [eventNoting(failedRun(lease, runId, circumstances, error), allowed)]
          : []),
      ],
    });
  }

  /** What an attempt made of its run, where that is stored already: a connection may break after the database has done its part. */
  async storedEnd(
    { token }: Lease,
    runId: string,
    { finishedAt }: Pick<RunCircumstances, 'finishedAt'>,
  ): Promise<'PENDING' | 'DONE' | 'FAILED' | undefined> {
    return await stateOfAttempt(this.database.pool, runId, token, finishedAt);
  }

  /** False when the guard did not let it, which is no error; throws LEASE_LOST when the lease did not. */
  async #change(lease: Lease, guard: Guard, change: PlannedChange): Promise<boolean> {
    if (await changeHeldRun(this.database, { ...change, guard, lease: this.leases.held(lease) })) return true;
    await this.leases.check(lease);
    return false;
  }
}

/** What a phone's health is told by: the row of the run tells of its last attempt only. */
function failedRun(
  { phoneId }: Lease,
  runId: string,
  { finishedAt: at }: RunCircumstances,
  { code }: FarmError,
): PhoneEventRow {
  return { phoneId, kind: failedRunEvent, detail: { runId, code }, at };
}

type PlannedChange = Required<Omit<RunChange, 'lease' | 'guard'>>;

/** A result as its repetitions let it be: the same, or in doubt. */
function judged(
  result: RunMeasurement,
  { repetitions, gaveWay }: RunGroup,
  isLast: boolean,
): { readonly measurement: RunMeasurement; readonly doubted: readonly DoubtedRun[] } {
  if (result.verdict !== 'ok') return { measurement: result, doubted: [] };
  const { doubt, doubted } = judgeRepetitions(repeatedMeasurement(result), repetitions, gaveWay, isLast);
  return {
    measurement: doubt === undefined ? result : { ...result, verdict: 'doubtful', verdictReason: doubt },
    doubted: doubted.map(({ runId, reason }) => ({
      ...{ runId, reason },
      measurement: repetitions.find((repetition) => repetition.runId === runId)?.measurement,
    })),
  };
}

function ending(
  lease: Lease,
  runId: string,
  circumstances: RunCircumstances,
  measurement: RunMeasurement,
): PlannedChange {
  const { timings, configurations } = operationRows(runId, measurement.operations);
  return {
    runId,
    columns: {
      state: 'DONE',
      leaseToken: lease.token.toString(),
      failureCode: null,
      failureBlame: null,
      failureMessage: null,
      ...circumstanceColumns(circumstances),
      ...measurementColumns(measurement),
    },
    others: (allowed) => [
      ...outputOf(runId, circumstances, allowed),
      rowsInsertion(newConfigurations(configurations), allowed),
      rowsInsertion(newOpTimings(timings), allowed),
    ],
  };
}

/** Leaves a run open, with what was measured in its history and in the phone's. */
function givingWay(
  lease: Lease,
  runId: string,
  circumstances: RunCircumstances,
  measurement: RunMeasurement,
): PlannedChange {
  const { phoneId, token } = lease;
  const { finishedAt } = circumstances;
  const { verdict, verdictReason, inferenceMeanUs } = measurement;
  const earlier: EarlierMeasurement = {
    ...{ verdict, phoneId, finishedAt: finishedAt.toISOString() },
    ...(verdictReason === undefined ? {} : { reason: verdictReason }),
    ...(verdict === 'doubtful'
      ? repeatedMeasurement(measurement)
      : { ...(inferenceMeanUs === undefined ? {} : { inferenceMeanUs }) }),
  };
  const detail = { runId, verdict, verdictReason, inferenceMeanUs };
  return {
    runId,
    columns: {
      ...{ state: 'PENDING', leaseToken: token.toString(), verdict, verdictReason: verdictReason ?? null },
      ...circumstanceColumns(circumstances),
      earlierMeasurements: withEarlier(earlier),
    },
    others: (allowed) => [
      ...outputOf(runId, circumstances, allowed),
      eventNoting({ phoneId, kind: 'measured again', detail, at: finishedAt }, allowed),
    ],
  };
}

/** What is kept of an attempt: the row of its run tells of no other. */
function outputOf(runId: string, { output, profiledOutput }: RunCircumstances, allowed: Sql): Sql[] {
  return output === undefined
    ? [outputForgetting(runId, allowed)]
    : [outputKeeping(runId, output, profiledOutput, allowed)];
}
