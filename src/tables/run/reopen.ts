import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import { timingsForgetting } from '../op-timing/forget-timings.js';

/** A stored result that is not believed any more, and why. */
export interface DoubtedRun {
  readonly runId: string;
  readonly reason: string;
  /** What it measured, for its history; what the row of the run tells besides is added. */
  readonly measurement: object | undefined;
}

export interface Reopening {
  readonly verdict: 'doubtful' | 'drifted';
  /** How often a run may have been begun to be measured again; with `undefined` it is measured again as if it had not been tried. */
  readonly maxAttempts: number | undefined;
  readonly condition?: Sql;
}

/**
 * The statements that put stored results in doubt, in any order, within one transaction, with the runs locked. Nobody learns from them any more; they are
 * open again, without op timings, where their campaign is not over and they may be measured again, and stay as they are otherwise. What was measured
 * stays in their history.
 *
 * Lock order: runs, then their campaigns. Who ends a campaign locks its row before it counts runs, and so misses none that is opened here.
 */
export function reopening(
  doubted: readonly DoubtedRun[],
  { verdict, maxAttempts, condition = sql`true` }: Reopening,
): Sql[] {
  if (doubted.length === 0) return [];
  const ids = doubted.map(({ runId }) => runId);
  const reasons = doubted.map(({ reason }) => reason);
  const measurements = doubted.map(({ measurement }) => JSON.stringify(measurement ?? {}));
  const mayBeTried = maxAttempts === undefined ? sql`true` : sql`o.attempts < ${maxAttempts}::int`;
  const attempts = maxAttempts === undefined ? sql`0` : sql`r.attempts`;
  const measuredAgain = sql`SELECT o.id FROM "Run" o JOIN "Campaign" c ON c.id = o."campaignId"
    WHERE o.id = ANY(${ids}::uuid[]) AND c.state IN ('RUNNING', 'PAUSED') AND ${mayBeTried} FOR SHARE OF c`;
  return [
    timingsForgetting(measuredAgain, condition),
    sql`UPDATE "Run" r SET verdict = ${verdict}, "verdictReason" = d.reason,
         state = CASE WHEN a.id IS NULL THEN r.state ELSE 'PENDING'::"RunState" END,
         attempts = CASE WHEN a.id IS NULL THEN r.attempts ELSE ${attempts} END,
         "earlierMeasurements" = CASE WHEN a.id IS NULL THEN r."earlierMeasurements" ELSE r."earlierMeasurements" || jsonb_build_array(
           jsonb_build_object('verdict', ${verdict}::text, 'reason', d.reason, 'inferenceMeanUs', r."inferenceMeanUs")
           || d.measurement || jsonb_build_object('phoneId', r."phoneId", 'finishedAt', r."finishedAt")) END
       FROM unnest(${ids}::uuid[], ${reasons}::text[], ${measurements}::jsonb[]) AS d(id, reason, measurement)
       LEFT JOIN (${measuredAgain}) AS a(id) ON a.id = d.id
      WHERE r.id = d.id AND ${condition}`,
  ];
}
