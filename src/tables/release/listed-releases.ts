import type { ReleaseState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** Which releases; all of what is left out. */
export interface ListedReleaseQuery {
  readonly deviceModel?: string;
  readonly scenarioKey?: string;
  readonly state?: ReleaseState;
}

/** A release as lists tell it. */
export interface ListedRelease {
  readonly id: string;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly version: number;
  readonly state: ReleaseState;
  readonly createdAt: Date;
  readonly trainingSetHash: string;
  readonly seed: number;
  readonly codeVersion: string;
  readonly predictors: number;
  /** As it is stored. */
  readonly metrics: unknown;
  readonly pinned: boolean;
}

/** Releases, the latest first within each device model and scenario. */
export async function readListedReleases(
  connection: Connection,
  { deviceModel, scenarioKey, state }: ListedReleaseQuery,
): Promise<ListedRelease[]> {
  const { rows } = await connection.query<ListedRelease>(
    `SELECT r.id, r."deviceModel", s.key AS "scenarioKey", r.version, r.state, r."createdAt", r."trainingSetHash", r.seed, r."codeVersion",
            (SELECT count(*)::int FROM "ReleasePredictor" p WHERE p."releaseId" = r.id) AS predictors, r.metrics,
            r.state = 'PROMOTED' AND coalesce((SELECT e.kind = 'pinned' FROM "ReleaseEvent" e
              WHERE e."releaseId" = r.id AND e.kind IN ('pinned', 'unpinned', 'retired') ORDER BY e.id DESC LIMIT 1), false) AS pinned
       FROM "Release" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE ($1::text IS NULL OR r."deviceModel" = $1) AND ($2::text IS NULL OR s.key = $2)
        AND ($3::"ReleaseState" IS NULL OR r.state = $3)
      ORDER BY r."deviceModel", s.key, r.version DESC`,
    [deviceModel ?? null, scenarioKey ?? null, state ?? null],
  );
  return rows;
}
