import { parseScenarioKey } from './scenario.js';
import type { ScenarioSpec } from './scenario.js';

/** What the table of scenarios holds of each key, by column; keys must be those of scenarios. */
export function scenarioColumns(keys: readonly string[]) {
  const specs = keys.map((key) => parseScenarioKey(key) as ScenarioSpec);
  const text = (name: 'coreSet' | 'precision' | 'delegate' | 'runtimeVersion') => ({
    type: 'text' as const,
    values: specs.map((spec) => spec[name]),
  });
  return {
    key: { type: 'text' as const, values: keys },
    coreSet: text('coreSet'),
    threads: { type: 'integer' as const, values: specs.map(({ threads }) => threads) },
    precision: text('precision'),
    delegate: text('delegate'),
    runtimeVersion: text('runtimeVersion'),
  };
}
