import type { PublishedNetwork } from '../../exchange/published/networks.js';
import { scenarioName, type TableScenario } from '../../exchange/published/table-scenario.js';

/** What a network took as a whole. */
export interface NetworkTotal {
  readonly network: string;
  readonly us: number;
  /** Standard deviation of its repetitions, µs. */
  readonly stdUs: number;
}

export interface ScenarioTotals extends TableScenario {
  readonly totals: readonly NetworkTotal[];
}

/** A table of whole networks by scenario, in the order of its columns. */
export function scenariosOf(networks: readonly PublishedNetwork[]): ScenarioTotals[] {
  const scenarios = new Map<string, TableScenario & { totals: NetworkTotal[] }>();
  for (const { network, latencies } of networks) {
    for (const { device, cores, precision, meanUs, stdUs } of latencies) {
      const name = scenarioName({ device, cores, precision });
      let scenario = scenarios.get(name);
      if (scenario === undefined) {
        scenario = { device, cores, precision, totals: [] };
        scenarios.set(name, scenario);
      }
      scenario.totals.push({ network, us: meanUs, stdUs });
    }
  }
  return [...scenarios.values()];
}
