import { storedInScenario } from '../../../graph/index.js';
import type { Database } from '../../../platform/database/index.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import { readMeasuredConfigurations } from '../../../tables/op-timing/learnable-timings.js';
import type { MeasuredConfiguration } from '../../../tables/op-timing/learnable-timings.js';
import { readOtherPlaces } from '../../../tables/run/past-runs.js';
import { misplacedSampleIds } from '../../../tables/sample/misplaced-samples.js';

/** What was measured in another scenario, or on another pool. */
export interface ProfiledPlace {
  /** `scenario@pool` */
  readonly name: string;
  readonly measurements: readonly MeasuredConfiguration[];
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
  const among = warmStart === 'auto' ? null : warmStart;
  const places = await readOtherPlaces(database.pool, place, among);
  const profiled: ProfiledPlace[] = [];
  const alike = places.filter(({ scenarioKey }) => stored(scenarioKey) === stored(place.scenarioKey));
  for (const source of alike.slice(0, mostPlaces)) {
    const { scenarioKey, poolKey } = source;
    const exceptSampleIds = await misplacedSampleIds(database.pool, scenarioKey);
    const wanted = { exceptSampleIds, most: mostMeasurements };
    const measurements = await readMeasuredConfigurations(database.pool, source, operators, wanted);
    if (measurements.length >= fewestMeasurements)
      profiled.push({ name: `${scenarioKey}@${poolKey}`, measurements });
  }
  return profiled;
}

/** What the models of a scenario are stored as. */
function stored(scenarioKey: string): string | undefined {
  const scenario = parseScenarioKey(scenarioKey);
  return scenario === undefined ? undefined : storedInScenario(scenario)[0];
}
