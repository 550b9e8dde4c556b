import type { Pool } from 'pg';

import { untilDatabaseAnswers } from '../../../platform/database/index.js';
import type { AnswerWaiting } from '../../../platform/database/index.js';
import { readCheckedMeans, storeCheck } from '../../../tables/phone-event/reference-checks.js';

/** How the reference model ran on a phone in a scenario, beside how it ran before. */
export interface DriftCheck {
  readonly scenarioKey: string;
  readonly meanUs: number;
  /** Median of the checks before; absent when there were too few to tell. */
  readonly usualUs?: number;
  /** Deviation from the usual, as a share of it. */
  readonly drift?: number;
}

const rememberedChecks = 9;
const neededChecks = 3;

/** The event under which a check stands in a phone's history. */
export const referenceEvent = 'reference measured';

/** A measurement of the reference model. */
export interface ReferenceMeasurement {
  readonly phoneId: string;
  readonly scenarioKey: string;
  readonly meanUs: number;
  readonly at: Date;
}

/** Compares a measurement of the reference model with the phone's history, and adds it to it, when the database answers. */
export async function checkDrift(
  pool: Pool,
  { phoneId, scenarioKey, meanUs, at }: ReferenceMeasurement,
  waiting: AnswerWaiting,
): Promise<DriftCheck> {
  const key = { phoneId, kind: referenceEvent, scenarioKey };
  const earlierUs = await untilDatabaseAnswers(() => readCheckedMeans(pool, key, rememberedChecks), waiting);
  const check = compareWithUsual(scenarioKey, meanUs, earlierUs);
  await untilDatabaseAnswers(() => storeCheck(pool, key, check, at), waiting);
  return check;
}

/** The deviation of a mean from the median of earlier ones. */
export function compareWithUsual(
  scenarioKey: string,
  meanUs: number,
  earlierUs: readonly number[],
): DriftCheck {
  if (earlierUs.length < neededChecks) return { scenarioKey, meanUs };
  const sorted = [...earlierUs].sort((a, b) => a - b);
  const usualUs = sorted[Math.floor(sorted.length / 2)] as number;
  return { scenarioKey, meanUs, usualUs, drift: meanUs / usualUs - 1 };
}
