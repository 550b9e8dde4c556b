import type { Pool } from 'pg';

import { delegateSettingsOf } from '../../../records/delegate-settings.js';
import type { DelegateSettings } from '../../../records/delegate-settings.js';
import { measurementOf } from '../../../records/measurement.js';
import type { Measurement } from '../../../records/measurement.js';
import type { Verdict } from '../../../records/run.js';
import type { SampleSpec } from '../../../records/sample.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { readTasks } from '../../../tables/run/open-runs.js';
import type { TaskRow } from '../../../tables/run/open-runs.js';
import { workerError } from '../../errors.js';

/** A run as it is to be executed: everything that a job's id stands for. */
export interface RunTask {
  readonly runId: string;
  readonly campaignId: string;
  readonly sampleName: string;
  readonly sample: SampleSpec;
  readonly scenarioKey: string;
  readonly scenario: ScenarioSpec;
  /** What the scenario's delegate is, where it is a black box. */
  readonly delegateSettings: DelegateSettings;
  readonly measurement: Measurement;
  /** How often it has been started before. */
  readonly attempts: number;
  /** What the last attempt was judged, where it was measured and found wanting. */
  readonly lastVerdict: Verdict | undefined;
}

/**
 * The runs of a job that are still to be done, in the job's order. Left out: runs that are done, failed or cancelled, which a
 * job that is delivered twice brings again, and runs of campaigns that are paused or over.
 * Throws RUN_UNREADABLE for one that this version of the program does not understand.
 */
export async function loadTasks(pool: Pool, runIds: readonly string[]): Promise<RunTask[]> {
  const rows = await readTasks(pool, runIds);
  return rows.map(taskFrom);
}

function taskFrom(row: TaskRow): RunTask {
  const scenario = parseScenarioKey(row.scenarioKey);
  if (scenario === undefined) {
    throw workerError('RUN_UNREADABLE', `run ${row.id} has the scenario ${JSON.stringify(row.scenarioKey)}`);
  }
  return {
    runId: row.id,
    campaignId: row.campaignId,
    sampleName: row.sampleName,
    sample: row.sampleSpec,
    scenarioKey: row.scenarioKey,
    scenario,
    delegateSettings: delegateSettingsOf(row.campaignSpec, scenario),
    measurement: measurementOf(row.campaignSpec),
    attempts: row.attempts,
    lastVerdict: row.verdict ?? undefined,
  };
}
