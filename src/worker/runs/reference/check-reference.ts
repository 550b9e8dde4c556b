import type { ScenarioSpec } from '../../../records/scenario.js';
import { asFarmError } from '../../as-farm-error.js';
import type { AttachedPhone } from '../attached-phone.js';
import { checkDrift } from './drift.js';
import { endsTheJob } from '../job-ending.js';
import type { PhoneMemory } from '../phone-memory.js';
import type { PreparedScenario } from '../prepared-scenario.js';
import type { JobDependencies } from '../job.js';
import { measureReference } from './reference-model.js';

/** A scenario that a phone was made ready for. */
export interface ReadyScenario extends PreparedScenario {
  readonly scenario: ScenarioSpec;
  readonly scenarioKey: string;
}

/**
 * Now and then the reference model takes its turn among the runs, so that a phone that drifts is noticed; while the database is away, it is
 * waited for. Throws what ends the job; a reference that fails by itself is only logged.
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
    const check = await checkDrift(pool, measured, { clock, logger, signal });
    if (Math.abs(check.drift ?? 0) > maxDrift) logger.warn({ serialNumber, ...check }, 'a phone has drifted');
  } catch (error) {
    const failure = asFarmError(error);
    if (endsTheJob(failure)) throw failure;
    logger.warn({ serialNumber, code: failure.code, reason: failure.message }, 'the reference model failed');
  }
}
