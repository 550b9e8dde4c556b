import type { Pool } from 'pg';

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

/** Compares a measurement of the reference model with the phone's history, and adds it to it. */
export async function checkDrift(
  pool: Pool,
  phoneId: string,
  scenarioKey: string,
  meanUs: number,
  at: Date,
): Promise<DriftCheck> {
  const key = { phoneId, kind: referenceEvent, scenarioKey };
  const earlierUs = await readCheckedMeans(pool, key, rememberedChecks);
  const check = compareWithUsual(scenarioKey, meanUs, earlierUs);
  await storeCheck(pool, key, check, at);
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
