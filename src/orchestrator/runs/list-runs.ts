import type { SqlDatabase } from '../../platform/database/index.js';
import type { Verdict } from '../../records/run.js';
import { findPhoneId } from '../../tables/phone/find-phone.js';
import { readListedRuns } from '../../tables/run/listed-runs.js';
import type { ListedRun } from '../../tables/run/listed-runs.js';
import { findCampaign } from '../campaign/find.js';
import { orchestratorError } from '../errors.js';
import { findRun } from './find-run.js';

/** Which runs, and which page of them. */
export interface RunQuery {
  /** A campaign's id, or the beginning of it. */
  readonly campaign?: string;
  /** The serial number of the phone that executed them last. */
  readonly phone?: string;
  readonly verdict?: Verdict;
  /** Only those that failed and will not be tried again. */
  readonly failed?: boolean;
  /** Only those that a phone executes now. */
  readonly running?: boolean;
  /** At most so many; 50 by default. */
  readonly limit?: number;
  /** Begin behind the run with this id, or the beginning of it: {@link RunList.next} of the page before. */
  readonly after?: string;
}

/** One page of a list of runs, the latest first. */
export interface RunList {
  readonly runs: readonly ListedRun[];
  /** Id of the last run where there are more; null on the last page. */
  readonly next: string | null;
}

export const defaultRunLimit = 50;

/**
 * One page of the runs. A page costs the same wherever it is and however many runs there are.
 * @throws FarmError CAMPAIGN_UNKNOWN, RUN_PHONE_UNKNOWN, RUN_UNKNOWN
 */
export async function listRuns(database: SqlDatabase, query: RunQuery = {}): Promise<RunList> {
  const { campaign, phone, verdict, failed = false, running = false, limit = defaultRunLimit, after } = query;
  const selection = {
    ...(campaign !== undefined && { campaignId: (await findCampaign(database, campaign)).id }),
    ...(phone !== undefined && { phoneId: await phoneIdOf(database, phone) }),
    ...(verdict !== undefined && { verdict }),
    ...(failed && { state: 'FAILED' as const }),
    ...(running && { state: 'RUNNING' as const }),
  };
  const page = {
    limit: limit + 1,
    ...(after !== undefined && { after: await findRun(database, after) }),
  };
  const runs = await readListedRuns(database.pool, selection, page);
  const shown = runs.slice(0, limit);
  return { runs: shown, next: runs.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

async function phoneIdOf({ pool }: SqlDatabase, serialNumber: string): Promise<string> {
  const id = await findPhoneId(pool, serialNumber);
  if (id !== undefined) return id;
  throw orchestratorError('RUN_PHONE_UNKNOWN', `No phone ${serialNumber} was ever attached.`, {
    details: { serialNumber },
  });
}
