import type { Precision } from '../../graph/index.js';
import { builtForScenario } from '../../graph/precision/scenario-precision.js';
import { parseScenarioKey, scenarioKey } from '../../records/scenario.js';
import { exchangeError } from '../errors.js';

/** What the networks of a table were measured in, and what this program builds them as. */
export interface Conditions {
  readonly scenarioKey: string;
  readonly precision: Precision;
}

/** Of tables that tell neither processor nor runtime: their networks are counted operation by operation, whatever executes them. */
export const unnamedConditions: Conditions = {
  scenarioKey: scenarioKey({
    coreSet: 'whole',
    threads: 1,
    precision: 'float32',
    delegate: 'builtin',
    runtimeVersion: 'other-0.0',
  }),
  precision: 'float32',
};

/** Throws TRAINING_DATA_INVALID for a scenario of whose precision no networks are built. */
export function conditionsOf(key: string): Conditions {
  const scenario = parseScenarioKey(key);
  const precision = scenario && builtForScenario(scenario);
  if (precision !== undefined) return { scenarioKey: key, precision };
  throw exchangeError(
    'TRAINING_DATA_INVALID',
    `The tables' networks cannot be built as ${key} measures them: only files have that precision.`,
  );
}
