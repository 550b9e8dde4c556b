import type { LearnerName } from '../../learning/learners/catalogue.js';
import { randomFromSeed } from '../../learning/random/random.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { endToEndUs, type Overhead } from '../../predictor/totals/overhead.js';
import { playRounds, unplayed } from '../acquisition/playback/play-campaign.js';
import type { Candidate } from '../acquisition/pool/candidate-pool.js';
import { lnSources, measuredPool, type SourcePhone } from '../acquisition/pool/measured-pool.js';
import { strategyNamed } from '../acquisition/strategies/catalogue.js';
import { trainerError } from '../errors.js';
import { fitOverhead } from '../fit/fit-overhead.js';
import { networksOnDevice, selectNetworks, type PublishedMeasurements } from '../material/measured-device.js';
import { networkMetrics, type NetworkMetrics } from './network-metrics.js';
import { fitNetworkModel } from './network-model.js';

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
  /** Scenario of the device, as `cores|precision`; its GPU where none is named. */
  readonly scenario?: string;
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
 * Learns a device from a few of its configurations, chosen round by round as an active campaign would, and from devices that
 * are profiled already, and predicts networks. Throws TRAINING_DATA_INVALID for devices the files have not, TRANSFER_SOURCES_INVALID
 * without a source or with the device among them.
 */
export function evaluateTransfer(options: EvaluateTransferOptions): TransferEvaluation {
  const { device, sources, budget, measurements, monotonicMs } = options;
  refuseSources(device, sources);
  const networks = networksOnDevice(measurements, device, options.scenario);
  const train = selectNetworks(networks, options.trainModels);
  const begunMs = monotonicMs();
  const random = randomFromSeed(options.seed);
  const models = sources.map((source) =>
    fitNetworkModel(
      selectNetworks(networksOnDevice(measurements, source, options.scenario), options.trainModels),
      {
        ...options,
        random: random.split(source),
        calibrates: false,
      },
    ),
  );
  const phones = models.map(({ kernels }) => phoneOf(kernels));
  const measured = measuredPool(train, phones);
  const strategy = strategyNamed('combined');
  const { known, surface } = playRounds(measured, strategy, unplayed, budget, random.split('campaign'));
  const observations = known.map(({ candidate, latencyUs }) => ({
    kernel: measured.candidates[candidate] as Candidate,
    latencyUs,
  }));
  const overhead = transferredOverhead(
    models.map((model) => scaledOverhead(model.overhead, speedRatio(model.kernels, observations))),
  );
  const predicted = selectNetworks(networks, options.testModels).map((network) => {
    const context = { lnSourcesUs: lnSources(network.kernels, phones) };
    const kernelsUs = surface?.latenciesUs(measured.layout.lay(network.kernels, context));
    return { network, prediction: predictNetwork([...(kernelsUs ?? [])], overhead) };
  });
  const metrics = networkMetrics(predicted);
  return {
    device,
    sources,
    budget,
    networks: metrics.networks,
    operationMape: metrics.operationMape,
    modelSumMape: metrics.modelSumMape,
    within5: metrics.within5,
    within10: metrics.within10,
    endToEndMape: metrics.endToEndMape,
    fitSeconds: (monotonicMs() - begunMs) / 1000,
  };
}

/** A kernel measured on the device that is learned. */
interface Observation {
  readonly kernel: Candidate;
  readonly latencyUs: number;
}

function phoneOf(kernels: KernelSet): SourcePhone {
  return ({ kernelGroup, features }) => kernels.predict(kernelGroup, features).latencyUs;
}

/** How many times as long the device takes as the source, as the geometric mean over what was measured. */
function speedRatio(source: KernelSet, observations: readonly Observation[]): number {
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

function predictNetwork(kernelsUs: readonly number[], overhead: Overhead) {
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
