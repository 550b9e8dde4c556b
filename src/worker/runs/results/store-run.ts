import type { Pool, PoolClient } from 'pg';

import { inTransaction } from '../../../platform/database/index.js';
import type { FarmError } from '../../../platform/index.js';
import type { Lease, LeaseStore } from '../../leases/index.js';
import { judgeRepetitions } from './repetitions/judge-repetitions.js';
import { lockGroup, putInDoubt, repeatedMeasurement } from './repetitions/repetition-store.js';
import type { EarlierMeasurement } from './repetitions/repetition-store.js';
import type { RunCircumstances, RunMeasurement } from './run-result.js';
import { storeOperations, storeOutput } from './store-operations.js';

/** Stores what becomes of runs. Every write is fenced by the phone's lease, and a run's result is stored once. */
export class RunStore {
  constructor(
    private readonly pool: Pool,
    private readonly leases: LeaseStore,
  ) {}

  /**
   * Notes that a run is being executed. False when it has its end, or is being executed by another worker that is alive: a job
   * may be delivered twice. Throws LEASE_LOST.
   */
  async begin(lease: Lease, runId: string, startedAt: Date): Promise<boolean> {
    return await this.#fenced(lease, async (client) => {
      const { rows } = await client.query<{
        phoneId: string | null;
        leaseToken: string | null;
        state: string;
      }>(
        `SELECT "phoneId", "leaseToken", "state" FROM "Run"
         WHERE "id" = $1 AND "state" IN ('PENDING', 'RUNNING') FOR UPDATE`,
        [runId],
      );
      const [run] = rows;
      if (run === undefined) return false;
      const { phoneId, leaseToken, state } = run;
      if (state === 'RUNNING' && phoneId !== null && leaseToken !== null) {
        if (await this.leases.heldByAnother(client, phoneId, BigInt(leaseToken), lease)) return false;
      }
      await client.query(
        `UPDATE "Run" SET "state" = 'RUNNING', "attempts" = "attempts" + 1, "phoneId" = $2, "leaseToken" = $3,
           "startedAt" = $4 WHERE "id" = $1`,
        [runId, lease.phoneId, lease.token.toString(), startedAt],
      );
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
    return await this.#fenced(lease, async (client) => {
      const { isOpen, repetitions, gaveWay } = await lockGroup(client, runId);
      if (!isOpen) return 'known';
      let measurement = result;
      if (result.verdict === 'ok') {
        const isLast = attempts >= maxMeasurements;
        const fresh = repeatedMeasurement(result);
        const { doubt, doubted } = judgeRepetitions(fresh, repetitions, gaveWay, isLast);
        await putInDoubt(client, doubted, repetitions, maxMeasurements);
        if (doubt !== undefined) measurement = { ...result, verdict: 'doubtful', verdictReason: doubt };
        if (doubt !== undefined && !isLast) {
          await giveWay(client, lease, runId, circumstances, measurement);
          return 'measured-again';
        }
      }
      await updateRun(client, runId, {
        state: 'DONE',
        leaseToken: lease.token.toString(),
        failureCode: null,
        failureBlame: null,
        failureMessage: null,
        ...circumstanceColumns(circumstances),
        ...measurementColumns(measurement),
      });
      await storeOutput(client, runId, circumstances.output, circumstances.profiledOutput);
      await storeOperations(client, runId, measurement.operations);
      return 'stored';
    });
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
    await this.#fenced(lease, async (client) => {
      if (!(await lockOpenRun(client, runId))) return;
      await giveWay(client, lease, runId, circumstances, measurement);
    });
  }

  /** Stores why an attempt failed; the run is open for another one unless it is `final`. Throws LEASE_LOST. */
  async fail(
    lease: Lease,
    runId: string,
    circumstances: RunCircumstances,
    error: FarmError,
    final: boolean,
  ): Promise<void> {
    await this.#fenced(lease, async (client) => {
      if (!(await lockOpenRun(client, runId))) return;
      await updateRun(client, runId, {
        state: final ? 'FAILED' : 'PENDING',
        leaseToken: lease.token.toString(),
        failureCode: error.code,
        failureBlame: error.blame,
        failureMessage: error.message.slice(0, 2_000),
        ...circumstanceColumns(circumstances),
      });
      await storeOutput(client, runId, circumstances.output, circumstances.profiledOutput);
    });
  }

  async #fenced<T>(lease: Lease, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return await inTransaction(this.pool, async (client) => {
      await this.leases.fence(client, lease);
      return await work(client);
    });
  }
}

/** How often a run has been started, this time included, and how often it may be measured. */
export interface MeasurementBudget {
  readonly attempts: number;
  readonly maxMeasurements: number;
}

/** Leaves a run open, with what was measured in its history and in the phone's. */
async function giveWay(
  client: PoolClient,
  lease: Lease,
  runId: string,
  circumstances: RunCircumstances,
  measurement: RunMeasurement,
): Promise<void> {
  const { verdict, verdictReason, inferenceMeanUs } = measurement;
  await updateRun(client, runId, {
    state: 'PENDING',
    leaseToken: lease.token.toString(),
    verdict,
    verdictReason: verdictReason ?? null,
    ...circumstanceColumns(circumstances),
  });
  const earlier: EarlierMeasurement = {
    verdict,
    ...(verdictReason === undefined ? {} : { reason: verdictReason }),
    phoneId: lease.phoneId,
    finishedAt: circumstances.finishedAt.toISOString(),
    ...(verdict === 'doubtful'
      ? repeatedMeasurement(measurement)
      : { ...(inferenceMeanUs === undefined ? {} : { inferenceMeanUs }) }),
  };
  await client.query(
    'UPDATE "Run" SET "earlierMeasurements" = "earlierMeasurements" || jsonb_build_array($2::jsonb) WHERE "id" = $1',
    [runId, JSON.stringify(earlier)],
  );
  await storeOutput(client, runId, circumstances.output, circumstances.profiledOutput);
  await client.query(
    `INSERT INTO "PhoneEvent" ("phoneId", "kind", "detail", "at") VALUES ($1, 'measured again', $2, $3)`,
    [
      lease.phoneId,
      JSON.stringify({ runId, verdict, verdictReason, inferenceMeanUs }),
      circumstances.finishedAt,
    ],
  );
}

async function lockOpenRun(client: PoolClient, runId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM "Run" WHERE "id" = $1 AND "state" IN ('PENDING', 'RUNNING') FOR UPDATE`,
    [runId],
  );
  return rowCount === 1;
}

async function updateRun(
  client: PoolClient,
  runId: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entries = Object.entries(columns);
  const assignments = entries.map(([name], index) => `"${name}" = $${index + 2}`).join(', ');
  await client.query(`UPDATE "Run" SET ${assignments} WHERE "id" = $1`, [
    runId,
    ...entries.map(([, value]) => value),
  ]);
}

function circumstanceColumns(circumstances: RunCircumstances): Record<string, unknown> {
  return {
    phoneId: circumstances.phoneId,
    startedAt: circumstances.startedAt,
    finishedAt: circumstances.finishedAt,
    phoneBusyMs: circumstances.phoneBusyMs,
    toolMs: circumstances.toolMs ?? null,
    commandLine: circumstances.words ?? [],
    conditions: circumstances.conditions === undefined ? null : JSON.stringify(circumstances.conditions),
    benchmarkBinarySha256: circumstances.benchmarkBinarySha256 ?? null,
    modelSha256: circumstances.modelSha256 ?? null,
  };
}

function measurementColumns(measurement: RunMeasurement): Record<string, unknown> {
  return {
    verdict: measurement.verdict,
    verdictReason: measurement.verdictReason ?? null,
    parserVersion: measurement.parserVersion,
    clockSource: measurement.clockSource,
    initUs: measurement.initUs ?? null,
    firstInferenceUs: measurement.firstInferenceUs ?? null,
    warmupMeanUs: measurement.warmupMeanUs ?? null,
    inferenceMeanUs: measurement.inferenceMeanUs ?? null,
    inferenceStdUs: measurement.inferenceStdUs ?? null,
    inferenceMinUs: measurement.inferenceMinUs ?? null,
    inferenceMaxUs: measurement.inferenceMaxUs ?? null,
    inferenceCount: measurement.inferenceCount ?? null,
    operationSumUs: measurement.operationSumUs ?? null,
  };
}
