import { invalidRow } from '../../exchange/files/csv.js';
import type { PublishedNetwork } from '../../exchange/published/networks.js';
import type { PublishedOperations } from '../../exchange/published/operations.js';
import { scenarioName } from '../../exchange/published/table-scenario.js';
import { networksOf, type MeasuredNetwork } from './measured-networks.js';
import { networkKernels } from './network-kernels.js';

/** Measurements of one or more devices, as read from files. */
export interface PublishedMeasurements {
  readonly operations: PublishedOperations;
  /** Times of whole networks, where there are any. */
  readonly networks?: readonly PublishedNetwork[];
}

/** The scenario of a device that is meant where none is named. */
export const gpuScenario = 'gpu|float';

/**
 * The networks that were measured in a scenario of a device, its GPU where none is named. Throws TRAINING_DATA_INVALID, naming what there
 * is, when it is not among them.
 */
export function networksOnDevice(
  measurements: PublishedMeasurements,
  device: string,
  scenario = gpuScenario,
): MeasuredNetwork[] {
  const { operations, networks = [] } = measurements;
  const found = operations.scenarios.find((each) => scenarioName(each) === `${device}|${scenario}`);
  if (found === undefined) {
    throw invalidRow(
      { file: operations.file, line: 1, field: `${device}|${scenario}` },
      `the column is missing; the file has ${operations.scenarios.map(scenarioName).join(', ')}`,
    );
  }
  const name = scenarioName(found);
  const endToEnd = networks.flatMap(({ network, latencies }) =>
    latencies
      .filter((latency) => scenarioName(latency) === name)
      .map(({ meanUs }): [string, number] => [network, meanUs]),
  );
  return networksOf(networkKernels(operations, found), new Map(endToEnd));
}

/** The networks of the given names. */
export function selectNetworks(
  networks: readonly MeasuredNetwork[],
  names: readonly string[],
): MeasuredNetwork[] {
  const wanted = new Set(names);
  return networks.filter(({ name }) => wanted.has(name));
}
