// The SQL of "Release" and "ReleaseEvent", inside transactions. What only reads them goes through Prisma, save what answers
// (stored-releases.ts).
import { randomUUID } from 'node:crypto';

import type { Connection } from '../connection.js';

/** What becomes of a release, and how its history tells it. */
export interface ReleaseChange {
  readonly state: 'PROMOTED' | 'RETIRED' | 'REJECTED';
  /** What the history calls it: promoted, rolled-back, retired, rejected. */
  readonly kind: string;
  readonly actor: string;
  readonly detail?: unknown;
  /** Kept with the release; the one that it has stays when there is none. */
  readonly gateReport?: unknown;
}

/** A release as it is first stored. */
export interface ReleaseRow {
  readonly deviceModel: string;
  readonly scenarioId: string;
  readonly version: number;
  readonly state: 'PROMOTED' | 'CANDIDATE';
  readonly overhead: unknown;
  readonly calibration: unknown;
  readonly metrics: unknown;
  readonly trainingSetHash: string;
  readonly seed: number;
  readonly codeVersion: string;
}

/** Stores a release with the first events of its history, and returns its id. */
export async function insertRelease(
  connection: Connection,
  row: ReleaseRow,
  events: readonly { readonly kind: string; readonly actor: string }[],
): Promise<string> {
  const id = randomUUID();
  const { deviceModel, scenarioId, version, state, trainingSetHash, seed, codeVersion } = row;
  await connection.query(
    `WITH release AS (
       INSERT INTO "Release" (id, "deviceModel", "scenarioId", version, state, overhead, calibration, metrics, "trainingSetHash", seed, "codeVersion")
       VALUES ($1, $2, $3, $4, $5::"ReleaseState", $6, $7, $8, $9, $10, $11) RETURNING id)
     INSERT INTO "ReleaseEvent" ("releaseId", kind, actor)
     SELECT release.id, e.kind, e.actor FROM release, unnest($12::text[], $13::text[]) WITH ORDINALITY AS e(kind, actor, place) ORDER BY place`,
    [
      id,
      deviceModel,
      scenarioId,
      version,
      state,
      ...[row.overhead, row.calibration, row.metrics].map((value) => JSON.stringify(value)),
      trainingSetHash,
      seed,
      codeVersion,
      events.map(({ kind }) => kind),
      events.map(({ actor }) => actor),
    ],
  );
  return id;
}

/** The scenario's id, and the version that comes next; undefined for an unknown scenario. */
export async function nextVersion(
  connection: Connection,
  deviceModel: string,
  scenarioKey: string,
): Promise<{ readonly scenarioId: string; readonly version: number } | undefined> {
  // Earlier programs could leave predictors of a version whose release was never stored: their numbers are used up too.
  const { rows } = await connection.query<{ scenarioId: string; version: number }>(
    `SELECT s.id AS "scenarioId",
            1 + greatest(0, (SELECT max(version) FROM "Release" r WHERE r."scenarioId" = s.id AND r."deviceModel" = $1),
                            (SELECT max(version) FROM "Predictor" p WHERE p."scenarioId" = s.id AND p."deviceModel" = $1)) AS version
       FROM "Scenario" s WHERE s.key = $2`,
    [deviceModel, scenarioKey],
  );
  return rows[0];
}

/** The release of a version; undefined when there is none. */
export async function findReleaseRow(
  connection: Connection,
  key: { readonly deviceModel: string; readonly scenarioKey: string; readonly version: number },
): Promise<{ readonly id: string; readonly scenarioId: string } | undefined> {
  const { rows } = await connection.query<{ id: string; scenarioId: string }>(
    `SELECT r.id, r."scenarioId" FROM "Release" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE r."deviceModel" = $1 AND s.key = $2 AND r.version = $3`,
    [key.deviceModel, key.scenarioKey, key.version],
  );
  return rows[0];
}

/** Changes what a release is. */
export async function changeRelease(
  connection: Connection,
  id: string,
  change: ReleaseChange,
): Promise<void> {
  const { state, kind, actor, detail = {}, gateReport } = change;
  await connection.query(
    `WITH changed AS (
       UPDATE "Release" SET state = $2::"ReleaseState", "gateReport" = coalesce($3, "gateReport") WHERE id = $1 RETURNING id)
     INSERT INTO "ReleaseEvent" ("releaseId", kind, actor, detail) SELECT id, $4, $5, $6 FROM changed`,
    [
      id,
      state,
      gateReport === undefined ? null : JSON.stringify(gateReport),
      kind,
      actor,
      JSON.stringify(detail),
    ],
  );
}

/** Retires what answers for a device model in a scenario, but for the release `except`. */
export async function retireIncumbents(
  connection: Connection,
  { deviceModel, scenarioId }: { readonly deviceModel: string; readonly scenarioId: string },
  {
    actor,
    detail = {},
    except,
  }: { readonly actor: string; readonly detail?: unknown; readonly except?: string },
): Promise<void> {
  await connection.query(
    `WITH retired AS (
       UPDATE "Release" SET state = 'RETIRED'
        WHERE "deviceModel" = $1 AND "scenarioId" = $2 AND state = 'PROMOTED' AND id IS DISTINCT FROM $3::uuid RETURNING id)
     INSERT INTO "ReleaseEvent" ("releaseId", kind, actor, detail) SELECT id, 'retired', $4, $5 FROM retired`,
    [deviceModel, scenarioId, except ?? null, actor, JSON.stringify(detail)],
  );
}

/** Lets trainers and promotions of one (device model, scenario) wait for each other until the transaction ends. */
export async function lockReleases(
  connection: Connection,
  deviceModel: string,
  scenarioKey: string,
): Promise<void> {
  const name = `release ${deviceModel} ${scenarioKey}`;
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}
