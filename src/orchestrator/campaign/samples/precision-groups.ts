import { builtForScenario, misfitReason } from '../../../graph/index.js';
import type { NetworkPrecision, Precision } from '../../../graph/index.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { orchestratorError } from '../../errors.js';

/** Scenarios of a campaign for which the same models are built. */
export interface PrecisionGroup {
  /** `undefined` for precisions that only files have. */
  readonly precision: Precision | undefined;
  readonly scenarioKeys: readonly string[];
}

/** A campaign's scenarios by what is built for them, in the order of the first of each. */
export function precisionGroups(scenarioKeys: readonly string[]): PrecisionGroup[] {
  const groups = new Map<Precision | undefined, string[]>();
  for (const key of new Set(scenarioKeys)) {
    const precision = builtForScenario(parseScenarioKey(key) as ScenarioSpec);
    groups.set(precision, [...(groups.get(precision) ?? []), key]);
  }
  return [...groups].map(([precision, keys]) => ({ precision, scenarioKeys: keys }));
}

/**
 * What is built for a group from a search space or by an architecture's name.
 * @throws FarmError CAMPAIGN_PRECISION_MISFIT for a precision that only files have.
 */
export function builtPrecision({ precision, scenarioKeys }: PrecisionGroup): Precision {
  if (precision !== undefined) return precision;
  const message = `${scenarioKeys.join(', ')} measures files only: this program builds no networks of that precision`;
  throw orchestratorError('CAMPAIGN_PRECISION_MISFIT', message, { details: { scenarioKeys } });
}

/**
 * Refuses what has a precision of its own where a scenario measures another.
 * @throws FarmError CAMPAIGN_PRECISION_MISFIT with the scenario that would fit.
 */
export function refuseMisfit(name: string, network: NetworkPrecision, scenarioKeys: readonly string[]): void {
  for (const key of scenarioKeys) {
    const reason = misfitReason(network, parseScenarioKey(key) as ScenarioSpec, key);
    if (reason === undefined) continue;
    throw orchestratorError('CAMPAIGN_PRECISION_MISFIT', `${name} ${reason}`, {
      details: { name, scenario: key, stored: network.stored },
    });
  }
}
