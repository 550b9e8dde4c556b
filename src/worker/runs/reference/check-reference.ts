import type { DelegateSettings } from '../../../records/delegate-settings.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { holdBackResults } from '../../../tables/run/held-back.js';
import { asFarmError } from '../../as-farm-error.js';
import type { AttachedPhone } from '../attached-phone.js';
import { checkDrift } from './drift.js';
import type { DriftCheck } from './drift.js';
import { workerError } from '../../errors.js';
import { endsTheJob } from '../job-ending.js';
import type { PhoneMemory } from '../phone-memory.js';
import type { PreparedScenario } from '../prepared-scenario.js';
import type { JobDependencies } from '../job.js';
import { measureReference } from './reference-model.js';
import type { ReferenceCall } from './reference-model.js';

/** A scenario that a phone was made ready for. */
export interface ReadyScenario extends PreparedScenario, Pick<ReferenceCall, 'stageTool'> {
  readonly scenario: ScenarioSpec;
  readonly scenarioKey: string;
  readonly delegateSettings: DelegateSettings;
}

/**
 * Now and then the reference model takes its turn among the runs, so that a phone that drifts is noticed; while the database is away, it is
 * waited for. Where it has drifted, what the phone measured in the scenario since it was last as usual is held back, and measured again.
 * Throws PHONE_DRIFTED and what else ends the job; a reference that fails by itself is only logged.
 */
export async function checkReference(
  { clock, pool, logger, referenceEveryMs, maxDrift }: JobDependencies,
  phone: AttachedPhone,
  memory: PhoneMemory,
  ready: ReadyScenario,
  signal: AbortSignal,
): Promise<void> {
  const { scenarioKey, cores } = ready;
  if (!memory.referenceDue(scenarioKey, clock.monotonicMs(), referenceEveryMs)) return;
  await memory.conditions.whenFit(cores?.cpus ?? [], signal);
  const { phoneId, serialNumber } = phone;
  try {
    const meanUs = await measureReference(phone, ready, signal);
    const measured = { phoneId, scenarioKey, meanUs, at: new Date(clock.nowMs()) };
    const waiting = { clock, logger, signal };
    let heldBack = 0;
    const check = await checkDrift(pool, measured, maxDrift, waiting, async (transaction, found) => {
      if (found.drifted !== true) return;
      const doubtful = { phoneId, scenarioKey, since: found.lastGoodAt, reason: driftText(found) };
      heldBack = await holdBackResults(transaction, doubtful);
    });
    if (check.drifted !== true) return;
    const reason = driftText(check);
    logger.warn({ serialNumber, ...check, heldBack }, 'a phone has drifted');
    throw workerError('PHONE_DRIFTED', `phone ${serialNumber}: ${reason}`, {
      details: { ...check, heldBack },
    });
  } catch (error) {
    const failure = asFarmError(error);
    if (endsTheJob(failure)) throw failure;
    logger.warn({ serialNumber, code: failure.code, reason: failure.message }, 'the reference model failed');
  }
}

/** `the reference model took 130 µs against its usual 100 in 1large-…` */
function driftText({ scenarioKey, meanUs, usualUs = meanUs }: DriftCheck): string {
  const shown = (us: number) => Number(us.toPrecision(4));
  return `the reference model took ${shown(meanUs)} µs against its usual ${shown(usualUs)} in ${scenarioKey}`;
}
