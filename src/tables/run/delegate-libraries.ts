import type { Connection } from '../connection.js';

/** A library of an external delegate, as runs noted it that may be learned from. */
export interface MeasuredLibrary {
  readonly sha256: string;
  readonly runs: number;
}

/** The libraries that runs of a scenario on a device model were measured with, the latest first. */
export async function readMeasuredLibraries(
  connection: Connection,
  { deviceModel, scenarioKey }: { readonly deviceModel: string; readonly scenarioKey: string },
): Promise<MeasuredLibrary[]> {
  const { rows } = await connection.query<MeasuredLibrary>(
    `SELECT r.conditions #>> '{delegateLibrary,sha256}' AS sha256, count(*)::int AS runs
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE p."deviceModel" = $1 AND s.key = $2 AND r.state = 'DONE' AND r.verdict = 'ok'
        AND r.conditions #>> '{delegateLibrary,sha256}' IS NOT NULL
      GROUP BY 1 ORDER BY max(r."finishedAt") DESC, 1`,
    [deviceModel, scenarioKey],
  );
  return rows;
}
