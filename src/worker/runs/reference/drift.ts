import type { Pool } from 'pg';

import { inTransaction, untilDatabaseAnswers } from '../../../platform/database/index.js';
import type { AnswerWaiting } from '../../../platform/database/index.js';
import type { Connection } from '../../../tables/connection.js';
import { readGoodChecks, storeCheck } from '../../../tables/phone-event/reference-checks.js';

/** How the reference model ran on a phone in a scenario, beside how it ran before. */
export interface DriftCheck {
  readonly scenarioKey: string;
  readonly meanUs: number;
  /** Median of the checks before; absent when there were too few to tell. */
  readonly usualUs?: number;
  /** Deviation from the usual, as a share of it. */
  readonly drift?: number;
  /** Whether that is more than the phone may drift. */
  readonly drifted?: true;
  /** When the phone was last found as usual; absent where it never was. */
  readonly lastGoodAt?: Date;
}

const rememberedChecks = 9;
const neededChecks = 3;

/** A measurement of the reference model. */
export interface ReferenceMeasurement {
  readonly phoneId: string;
  readonly scenarioKey: string;
  readonly meanUs: number;
  readonly at: Date;
}

/** What else is written down with a check, in the same transaction. */
export type WriteBeside = (transaction: Connection, check: DriftCheck) => Promise<unknown>;

/**
 * Compares a measurement of the reference model with the phone's good ones, and adds it to its history, when the database answers: with what
 * follows from it, or not at all. What has drifted farther than `maxDrift`, as a share of the usual, is no part of the usual.
 */
export async function checkDrift(
  pool: Pool,
  { phoneId, scenarioKey, meanUs, at }: ReferenceMeasurement,
  maxDrift: number,
  waiting: AnswerWaiting,
  writeBeside: WriteBeside = () => Promise.resolve(),
): Promise<DriftCheck> {
  const key = { phoneId, scenarioKey };
  const good = await untilDatabaseAnswers(() => readGoodChecks(pool, key, rememberedChecks), waiting);
  const compared = compareWithUsual(
    scenarioKey,
    meanUs,
    good.map((check) => check.meanUs),
  );
  const hasDrifted = Math.abs(compared.drift ?? 0) > maxDrift;
  const stored: DriftCheck = hasDrifted ? { ...compared, drifted: true } : compared;
  const lastGoodAt = good[0]?.at;
  const check = lastGoodAt === undefined ? stored : { ...stored, lastGoodAt };
  const write = async (transaction: Connection) => {
    await storeCheck(transaction, phoneId, stored, at);
    await writeBeside(transaction, check);
  };
  await untilDatabaseAnswers(() => inTransaction(pool, write), waiting);
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
