/** A scenario as published tables name it in their columns: `pixel4|1large|float`. */
export interface TableScenario {
  readonly device: string;
  /** Set of cores as the paper writes it (`1large2med`), or `gpu`. */
  readonly cores: string;
  /** `float` or `quant`. */
  readonly precision: string;
}

/** `pixel4|1large|float`, as columns of the tables begin. */
export function scenarioName({ device, cores, precision }: TableScenario): string {
  return `${device}|${cores}|${precision}`;
}

/** Whether a scenario goes by a name: with its device, or without it. */
export function isScenarioNamed(scenario: TableScenario, name: string): boolean {
  return name === scenarioName(scenario) || name === `${scenario.cores}|${scenario.precision}`;
}
