import { scenarioKey } from '../../records/scenario.js';

/** The scenario of tables that tell neither processor nor runtime: their networks are counted operation by operation, whatever executes them. */
export const unnamedScenario = scenarioKey({
  coreSet: 'whole',
  threads: 1,
  precision: 'float32',
  delegate: 'builtin',
  runtimeVersion: 'other-0.0',
});
