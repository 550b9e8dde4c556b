// Releases with what they answer by. In SQL and not through Prisma: predictors are megabytes, which it would copy several times, and
// compiling its queries takes longer than all of these.
import type { Connection } from '../connection.js';

/** A release as it is stored, its predictors apart. */
export interface StoredRelease {
  readonly id: string;
  readonly deviceModel: string;
  readonly version: number;
  readonly overhead: unknown;
  readonly calibration: unknown;
}

/** A predictor of a release: its file, and the SHA-256 that it had when it was stored. */
export interface StoredArtifact {
  readonly kernelGroup: string;
  readonly artifact: Uint8Array;
  readonly artifactSha256: string;
}

/**
 * The releases of a scenario, of one device model or of all: those of a version, or without one those that answer now. By device model.
 */
export async function readReleases(
  connection: Connection,
  { scenarioKey, deviceModel, version }: ReleaseQuery,
): Promise<readonly StoredRelease[]> {
  const { rows } = await connection.query<StoredRelease>(
    `SELECT r.id, r."deviceModel", r.version, r.overhead, r.calibration
       FROM "Release" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE s.key = $1 AND ($2::text IS NULL OR r."deviceModel" = $2)
        AND CASE WHEN $3::integer IS NULL THEN r.state = 'PROMOTED' ELSE r.version = $3 END
      ORDER BY r."deviceModel"`,
    [scenarioKey, deviceModel ?? null, version ?? null],
  );
  return rows;
}

export interface ReleaseQuery {
  readonly scenarioKey: string;
  readonly deviceModel?: string;
  readonly version?: number;
}

/** The predictors of a release, by kernel group. */
export async function readArtifacts(
  connection: Connection,
  releaseId: string,
): Promise<readonly StoredArtifact[]> {
  const { rows } = await connection.query<StoredArtifact>(
    `SELECT p."kernelGroup", p.artifact, p."artifactSha256"
       FROM "ReleasePredictor" own JOIN "Predictor" p ON p.id = own."predictorId"
      WHERE own."releaseId" = $1 ORDER BY p."kernelGroup" COLLATE "C"`,
    [releaseId],
  );
  return rows;
}
