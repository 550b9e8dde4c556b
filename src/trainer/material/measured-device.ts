import { invalidRow } from '../../exchange/files/csv.js';
import type { PublishedNetwork } from '../../exchange/published/networks.js';
import type { PublishedOperations } from '../../exchange/published/operations.js';
import { networksOf, type MeasuredNetwork } from './measured-networks.js';
import { networkKernels } from './network-kernels.js';

/** Measurements of one or more devices, as read from files. */
export interface PublishedMeasurements {
  readonly operations: PublishedOperations;
  /** Times of whole networks, where there are any. */
  readonly networks?: readonly PublishedNetwork[];
}

/**
 * The networks that were measured on the GPU of a device. Throws TRAINING_DATA_INVALID, naming the devices there are, when
 * it is not among them.
 */
export function networksOnDevice(measurements: PublishedMeasurements, device: string): MeasuredNetwork[] {
  const { operations, networks = [] } = measurements;
  if (!operations.devices.includes(device)) {
    throw invalidRow(
      { file: operations.file, line: 1, field: `${device}|gpu|float` },
      `the column is missing; the file has ${operations.devices.join(', ')}`,
    );
  }
  const endToEnd = networks.flatMap(({ network, latencies }) =>
    latencies
      .filter(
        (latency) => latency.device === device && latency.cores === 'gpu' && latency.precision === 'float',
      )
      .map(({ meanUs }): [string, number] => [network, meanUs]),
  );
  return networksOf(networkKernels(operations, device), new Map(endToEnd));
}

/** The networks of the given names. */
export function selectNetworks(
  networks: readonly MeasuredNetwork[],
  names: readonly string[],
): MeasuredNetwork[] {
  const wanted = new Set(names);
  return networks.filter(({ name }) => wanted.has(name));
}
