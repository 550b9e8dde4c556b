import type { Pool } from 'pg';

import { readLatestOutcomes } from '../../tables/phone-event/phone-health.js';
import type { PhoneHealth } from '../recovery/quarantine.js';

/** How the latest runs of some phones, or of all, ended; none for a phone that had none. */
export async function readHealth(
  pool: Pool,
  phoneIds?: readonly string[],
): Promise<ReadonlyMap<string, PhoneHealth>> {
  const health = new Map<string, PhoneHealth>();
  for (const { phoneId, code, count } of await readLatestOutcomes(pool, phoneIds)) {
    const { runs, failures } = health.get(phoneId) ?? { runs: 0, failures: {} };
    health.set(phoneId, {
      runs: runs + count,
      failures: code === null ? failures : { ...failures, [code]: count },
    });
  }
  return health;
}
