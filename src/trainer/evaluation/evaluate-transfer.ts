import { randomFromSeed } from '../../platform/random.js';
import type { NetworkKernel } from '../datasets/published-rows.js';
import { trainerError } from '../errors.js';
import type { KernelSet } from '../kernel-set.js';
import type { LearnerName } from '../learners/catalogue.js';
import { endToEndUs, fitOverhead, type Overhead } from '../overhead.js';
import { chooseByCoverage } from '../transfer/choose-configurations.js';
import { kernelPosition, TransferModel, type TransferObservation } from '../transfer/transfer-model.js';
import { networksOnDevice, selectNetworks, type PublishedMeasurements } from './measured-device.js';
import { networkMetrics, type NetworkMetrics } from './network-metrics.js';
import { fitNetworkModel } from './network-model.js';
import type { MeasuredNetwork } from './networks.js';

export interface EvaluateTransferOptions {
  readonly measurements: PublishedMeasurements;
  /** The device that is learned, of which only `budget` configurations are taken as measured. */
  readonly device: string;
  /** Devices that were profiled on all training networks. */
  readonly sources: readonly string[];
  readonly budget: number;
  readonly trainModels: readonly string[];
  readonly testModels: readonly string[];
  readonly learner: LearnerName | 'auto';
  readonly seed: number;
  readonly codeVersion: string;
  readonly monotonicMs: () => number;
}

/** Intervals are not calibrated on so few measurements, so there is no coverage. */
export interface TransferEvaluation extends Omit<
  NetworkMetrics,
  'coverage90' | 'sumCoverage90' | 'halfWidth90'
> {
  readonly device: string;
  readonly sources: readonly string[];
  readonly budget: number;
  readonly fitSeconds: number;
}

/**
 * Learns a device from a few of its configurations and from devices that are profiled already, and predicts networks. What to measure
 * is chosen before any of the device's times are looked at. Throws TRAINING_DATA_INVALID for devices the files have not,
 * TRANSFER_SOURCES_INVALID without a source or with the device among them.
 */
export function evaluateTransfer(options: EvaluateTransferOptions): TransferEvaluation {
  const { device, sources, budget, measurements, monotonicMs } = options;
  refuseSources(device, sources);
  const networks = networksOnDevice(measurements, device);
  const train = selectNetworks(networks, options.trainModels);
  const begunMs = monotonicMs();
  const sourceModels = sources.map((source) =>
    fitNetworkModel(selectNetworks(networksOnDevice(measurements, source), options.trainModels), {
      ...options,
      random: randomFromSeed(options.seed).split(source),
      calibrates: false,
    }),
  );
  const kernelSets = sourceModels.map(({ kernels }) => kernels);
  const observations = measure(train, budget, (kernel) =>
    Math.max(...kernelSets.map((set) => set.predict(kernel.kernelGroup, kernel.features).latencyUs)),
  );
  const model = new TransferModel(kernelSets, observations);
  const overhead = transferredOverhead(
    sourceModels.map((source) => scaledOverhead(source.overhead, speedRatio(source.kernels, observations))),
  );
  const predicted = selectNetworks(networks, options.testModels).map((network) => ({
    network,
    prediction: predictNetwork(network, model, overhead),
  }));
  const {
    networks: count,
    operationMape,
    modelSumMape,
    within5,
    within10,
    endToEndMape,
  } = networkMetrics(predicted);
  const fitSeconds = (monotonicMs() - begunMs) / 1000;
  const metrics = { networks: count, operationMape, modelSumMape, within5, within10, endToEndMape };
  return { device, sources, budget, ...metrics, fitSeconds };
}

/** Chooses configurations of the training networks, and looks up what they take: the mean of their repeats. */
function measure(
  networks: readonly MeasuredNetwork[],
  budget: number,
  expectedUs: (kernel: NetworkKernel) => number,
): TransferObservation[] {
  const repeats = new Map<string, NetworkKernel[]>();
  for (const kernel of networks.flatMap(({ kernels }) => kernels)) {
    const list = repeats.get(kernel.configuration);
    if (list === undefined) repeats.set(kernel.configuration, [kernel]);
    else list.push(kernel);
  }
  const all = [...repeats.values()];
  const groups = [...new Set(all.map(([kernel]) => (kernel as NetworkKernel).kernelGroup))].sort();
  const candidates = all.map((list) => {
    const kernel = list[0] as NetworkKernel;
    const group = groups.map((name) => (name === kernel.kernelGroup ? 1 : 0));
    const position = Float64Array.from([...kernelPosition(kernel), ...group]);
    return { position, weight: list.length * Math.sqrt(expectedUs(kernel)) };
  });
  return chooseByCoverage(candidates, budget).map((index) => {
    const list = all[index] as NetworkKernel[];
    const latencyUs = list.reduce((sum, kernel) => sum + kernel.latencyUs, 0) / list.length;
    return { kernel: list[0] as NetworkKernel, latencyUs };
  });
}

/** How many times as long the device takes as the source, as the geometric mean over what was measured. */
function speedRatio(source: KernelSet, observations: readonly TransferObservation[]): number {
  const logarithms = observations.map(({ kernel, latencyUs }) =>
    Math.log(latencyUs / source.predict(kernel.kernelGroup, kernel.features).latencyUs),
  );
  return Math.exp(logarithms.reduce((sum, each) => sum + each, 0) / logarithms.length);
}

/** A device that computes slower takes as much longer for what is not computing. */
function scaledOverhead({ interceptUs, perKernelUs, operationFactor }: Overhead, ratio: number): Overhead {
  return { interceptUs: interceptUs * ratio, perKernelUs: perKernelUs * ratio, operationFactor };
}

/** No whole network is measured on the device: the mean of its sources' overheads stands in. */
function transferredOverhead(overheads: readonly Overhead[]): Overhead {
  const mean = (of: (overhead: Overhead) => number) =>
    overheads.reduce((sum, overhead) => sum + of(overhead), 0) / overheads.length;
  if (overheads.length === 0) return fitOverhead([]);
  return {
    interceptUs: mean(({ interceptUs }) => interceptUs),
    perKernelUs: mean(({ perKernelUs }) => perKernelUs),
    operationFactor: mean(({ operationFactor }) => operationFactor),
  };
}

function predictNetwork(network: MeasuredNetwork, model: TransferModel, overhead: Overhead) {
  const kernelsUs = network.kernels.map((kernel) => model.predict(kernel));
  const operationSumUs = kernelsUs.reduce((sum, latencyUs) => sum + latencyUs, 0);
  return {
    kernelsUs,
    operationSumUs,
    operationHalfWidthUs: 0,
    endToEndUs: endToEndUs(overhead, operationSumUs, kernelsUs.length),
    endToEndHalfWidthUs: 0,
  };
}

function refuseSources(device: string, sources: readonly string[]): void {
  if (sources.length === 0)
    throw trainerError('TRANSFER_SOURCES_INVALID', 'Transfer needs at least one source device.');
  if (sources.includes(device)) {
    throw trainerError('TRANSFER_SOURCES_INVALID', `${device} cannot be learned from itself.`, {
      details: { device },
    });
  }
}
