import { randomFromSeed } from '../../../src/learning/random/random.js';
import {
  candidatePool,
  type Candidate,
  type CandidatePool,
} from '../../../src/trainer/acquisition/pool/candidate-pool.js';
import type { AcquisitionState } from '../../../src/trainer/acquisition/strategies/strategy.js';
import { fitLatencySurface } from '../../../src/trainer/acquisition/surface/latency-surface.js';
import type { MeasuredNetwork } from '../../../src/trainer/material/measured-networks.js';

/** Microseconds of a made-up phone: work and traffic at a price, and a step where a processor would run full. */
export function syntheticUs({ features, kernelGroup }: Candidate): number {
  const { paddedMacs = 0, inputBytes = 0 } = features;
  const waves = Math.ceil(paddedMacs / 4e5);
  return 5 + (kernelGroup === 'conv' ? 2 : 4) * (paddedMacs / 1e5 + waves) + inputBytes / 1e4;
}

export function syntheticCandidates(count: number, seed = 1): Candidate[] {
  const random = randomFromSeed(seed);
  return Array.from({ length: count }, (_, index) => {
    const paddedMacs = Math.round(Math.exp(random.uniform(8, 16)));
    const inputBytes = Math.round(Math.exp(random.uniform(6, 13)));
    const kernelGroup = index % 3 === 0 ? 'pool' : 'conv';
    return { kernelGroup, configuration: `${index}`, features: { paddedMacs, inputBytes } };
  });
}

/** Networks of candidates, some of which occur in several. */
export function syntheticNetworks(count: number, seed = 1): MeasuredNetwork[] {
  const candidates = syntheticCandidates(count * 6, seed);
  const random = randomFromSeed(seed).split('networks');
  return Array.from({ length: count }, (_, index) => {
    const kernels = Array.from({ length: 12 }, () => random.pick(candidates)).map((candidate) => ({
      ...candidate,
      network: `network${index}`,
      operation: candidate.kernelGroup,
      latencyUs: syntheticUs(candidate),
    }));
    const operationSumUs = kernels.reduce((sum, { latencyUs }) => sum + latencyUs, 0);
    return { name: `network${index}`, kernels, kernelCount: kernels.length, operationSumUs };
  });
}

/** A campaign in which the given candidates of a pool were measured, and others are being measured. */
export function syntheticState(
  candidates: readonly Candidate[],
  measuredPlaces: readonly number[],
  inFlight: readonly number[],
  pool: CandidatePool = candidatePool(candidates),
): AcquisitionState {
  const latenciesUs = Float64Array.from(candidates, syntheticUs);
  const measured = measuredPlaces.map((candidate) => ({
    candidate,
    latencyUs: latenciesUs[candidate] as number,
  }));
  const state = { pool, measured, inFlight, costs: latenciesUs, latenciesUs };
  return measured.length === 0 ? state : { ...state, surface: fitLatencySurface(pool, measured) };
}
