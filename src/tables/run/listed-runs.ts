import type { RunState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';
import { idsBeginning } from '../id-range.js';

/** A run as a list shows it; times in microseconds, null where nothing was measured. */
export interface ListedRun {
  readonly id: string;
  readonly campaignId: string;
  readonly campaign: string;
  readonly sample: string;
  readonly scenario: string;
  readonly pool: string;
  readonly deviceModel: string;
  /** Serial number of the phone that executed it last. */
  readonly phone: string | null;
  readonly repetition: number;
  readonly attempts: number;
  readonly state: RunState;
  readonly verdict: string | null;
  readonly verdictReason: string | null;
  readonly failureCode: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly inferenceMeanUs: number | null;
  readonly inferenceStdUs: number | null;
  readonly inferenceCount: number | null;
}

/** Which runs; all when nothing is named. */
export interface RunSelection {
  readonly campaignId?: string;
  readonly phoneId?: string;
  readonly verdict?: string;
  readonly state?: RunState;
}

/** Where a page of a list begins: behind a run. */
export interface RunPlace {
  readonly id: string;
  readonly startedAt: Date | null;
}

/**
 * Runs in the order of their beginning, the latest first, behind them those that were not begun; `limit` of them at most. Both parts are read in
 * the order of an index, so that a page costs the same wherever it is.
 */
export async function readListedRuns(
  connection: Connection,
  selection: RunSelection,
  { limit, after }: { readonly limit: number; readonly after?: RunPlace },
): Promise<ListedRun[]> {
  const begun =
    after?.startedAt === null
      ? []
      : await readPart(connection, selection, 'r."startedAt" IS NOT NULL', limit, after);
  if (begun.length === limit) return begun;
  const behind = after?.startedAt === null ? after : undefined;
  const rest = limit - begun.length;
  return [...begun, ...(await readPart(connection, selection, 'r."startedAt" IS NULL', rest, behind))];
}

async function readPart(
  connection: Connection,
  { campaignId, phoneId, verdict, state }: RunSelection,
  part: string,
  limit: number,
  after: RunPlace | undefined,
): Promise<ListedRun[]> {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = [
    part,
    ...(campaignId === undefined ? [] : [`r."campaignId" = ${value(campaignId)}`]),
    ...(phoneId === undefined ? [] : [`r."phoneId" = ${value(phoneId)}`]),
    ...(verdict === undefined ? [] : [`r.verdict = ${value(verdict)}`]),
    ...(state === undefined ? [] : [`r.state = ${value(state)}::"RunState"`]),
    ...(after === undefined ? [] : [behind(after, value)]),
  ];
  const { rows } = await connection.query<ListedRun>(
    `SELECT r.id, r."campaignId", c.name AS campaign, m.name AS sample, s.key AS scenario, p.key AS pool, p."deviceModel",
            d."serialNumber" AS phone, r.repetition, r.attempts, r.state, r.verdict, r."verdictReason", r."failureCode",
            r."startedAt", r."finishedAt", r."inferenceMeanUs", r."inferenceStdUs", r."inferenceCount"
       FROM (SELECT r.* FROM "Run" r WHERE ${conditions.join(' AND ')}
              ORDER BY r."startedAt" DESC, r.id DESC LIMIT ${value(limit)}) r
       JOIN "Campaign" c ON c.id = r."campaignId" JOIN "Sample" m ON m.id = r."sampleId"
       JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
       LEFT JOIN "Phone" d ON d.id = r."phoneId"
      ORDER BY r."startedAt" DESC, r.id DESC`,
    values,
  );
  return rows;
}

function behind({ id, startedAt }: RunPlace, value: (given: unknown) => string): string {
  return startedAt === null
    ? `r.id < ${value(id)}::uuid`
    : `(r."startedAt", r.id) < (${value(startedAt)}::timestamptz, ${value(id)}::uuid)`;
}

/** Runs whose id begins so, two at the most. */
export async function runsBeginning(connection: Connection, prefix: string): Promise<RunPlace[]> {
  const range = idsBeginning(prefix);
  if (range === undefined) return [];
  const { rows } = await connection.query<RunPlace>(
    `SELECT id, "startedAt" FROM "Run" WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT 2`,
    [range.first, range.last],
  );
  return rows;
}
