import type { OperationConfiguration } from '../../../graph/index.js';
import { storedInScenario } from '../../../graph/index.js';
import type { Database } from '../../../platform/database/index.js';
import { misplacedSampleIds } from '../../../records/misplaced-samples.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import { packedSample } from '../packing/judgements.js';

/**
 * Timings that may be learned from, of runs `r` of samples `m`: packed ones divided by the ratio where packing is steadily off, and none
 * where packed timings tell nothing. The operator is that of the configuration `k`.
 */
const learnableTimings = `"OpTiming" t
  JOIN "Run" r ON r.id = t."runId" JOIN "Sample" m ON m.id = r."sampleId"
  JOIN "Configuration" k ON k.hash = t."configurationHash"
  JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
  LEFT JOIN "PackingJudgement" j ON j."campaignId" = r."campaignId" AND j."scenarioId" = r."scenarioId"
    AND j."poolId" = r."poolId" AND j.operator = k.operator AND ${packedSample}`;
const areLearnable = `r.state = 'DONE' AND r.verdict = 'ok' AND t."meanUs" > 0 AND NOT t."sharedRow" AND j.decision IS DISTINCT FROM 'REFUSED'`;
const latencyUs = `avg(t."meanUs" / CASE WHEN j.decision = 'CORRECTED' THEN j.ratio ELSE 1 END)`;

/** The mean latency, µs, of each configuration that any campaign measured in a scenario on a pool, by hash. */
export async function measuredLatencies(
  database: Database,
  scenarioKey: string,
  poolKey: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.pool.query<{ hash: string; latencyUs: number }>(
    `SELECT t."configurationHash" AS hash, ${latencyUs} AS "latencyUs" FROM ${learnableTimings}
      WHERE s.key = $1 AND p.key = $2 AND t."configurationHash" = ANY($3) AND ${areLearnable}
      GROUP BY t."configurationHash"`,
    [scenarioKey, poolKey, hashes],
  );
  return new Map(rows.map(({ hash, latencyUs }) => [hash, latencyUs]));
}

/** What was measured in another scenario, or on another pool. */
export interface ProfiledPlace {
  /** `scenario@pool` */
  readonly name: string;
  readonly measurements: readonly {
    readonly hash: string;
    readonly configuration: OperationConfiguration;
    readonly latencyUs: number;
  }[];
}

/** With fewer configurations of these operators a place is no source. */
const fewestMeasurements = 40;
/** More are not read of a place: predictors hardly get better. */
const mostMeasurements = 1500;
const mostPlaces = 5;

/**
 * Places that are profiled well enough to start from, of those with the most runs: of any scenario of the same precision, or of some;
 * what was measured of the operators that are wanted.
 */
export async function profiledPlaces(
  database: Database,
  place: { readonly scenarioKey: string; readonly poolKey: string },
  warmStart: 'auto' | 'none' | readonly string[],
  operators: readonly string[],
): Promise<ProfiledPlace[]> {
  if (warmStart === 'none') return [];
  const { rows: places } = await database.pool.query<{ scenarioKey: string; poolKey: string }>(
    `SELECT s.key AS "scenarioKey", p.key AS "poolKey"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE NOT (s.key = $1 AND p.key = $2) AND ($3::text[] IS NULL OR s.key = ANY($3))
        AND r.state = 'DONE' AND r.verdict = 'ok'
      GROUP BY s.key, p.key ORDER BY count(*) DESC, s.key, p.key`,
    [place.scenarioKey, place.poolKey, warmStart === 'auto' ? null : warmStart],
  );
  const profiled: ProfiledPlace[] = [];
  const alike = places.filter(({ scenarioKey }) => stored(scenarioKey) === stored(place.scenarioKey));
  for (const { scenarioKey, poolKey } of alike.slice(0, mostPlaces)) {
    const { rows } = await database.pool.query<ProfiledPlace['measurements'][number]>(
      `SELECT k.hash, k.spec AS configuration, ${latencyUs} AS "latencyUs" FROM ${learnableTimings}
        WHERE s.key = $1 AND p.key = $2 AND k.operator = ANY($3) AND ${areLearnable} AND m.id <> ALL($4::uuid[])
        GROUP BY k.hash, k.spec ORDER BY k.hash LIMIT ${mostMeasurements}`,
      [scenarioKey, poolKey, operators, await misplacedSampleIds(database.pool, scenarioKey)],
    );
    if (rows.length >= fewestMeasurements)
      profiled.push({ name: `${scenarioKey}@${poolKey}`, measurements: rows });
  }
  return profiled;
}

/** What the models of a scenario are stored as. */
function stored(scenarioKey: string): string | undefined {
  const scenario = parseScenarioKey(scenarioKey);
  return scenario === undefined ? undefined : storedInScenario(scenario)[0];
}
