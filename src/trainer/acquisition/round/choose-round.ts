import { featuresOf, type OperationConfiguration } from '../../../graph/index.js';
import { randomFromSeed } from '../../../learning/random/random.js';
import { measuringMs, type Measurement } from '../../../records/measurement.js';
import { candidatePool, type Candidate, type CandidateUse } from '../pool/candidate-pool.js';
import type { AcquisitionState } from '../strategies/strategy.js';
import { weighNetworks } from '../strategies/weigh-networks.js';
import { strategyNamed } from '../strategies/catalogue.js';
import { estimateError, type ErrorEstimate } from './estimate-error.js';
import { fitLatencySurface, type MeasuredCandidate } from '../surface/latency-surface.js';
import { guessedLatenciesUs } from '../surface/nominal-latencies.js';
import { sourceLatencies, type ProfiledSource } from './warm-start.js';

/** A configuration that may be chosen, under its hash. */
export interface RoundCandidate {
  readonly hash: string;
  readonly configuration: OperationConfiguration;
}

export interface RoundOptions {
  readonly candidates: readonly RoundCandidate[];
  /** Networks by the candidates that they are made of, named by place; empty: each candidate counts the same. */
  readonly networks: readonly (readonly CandidateUse[])[];
  /** What was measured, µs, by hash. */
  readonly latenciesUs: ReadonlyMap<string, number>;
  /** Hashes of all that was chosen before. */
  readonly chosen: ReadonlySet<string>;
  /** Phones already profiled; those that are alike are started from. */
  readonly sources?: readonly ProfiledSource[];
  readonly strategy: string;
  readonly seedSize: number;
  readonly roundSize: number;
  readonly withinPercent: number;
  /** Phone time of measuring a configuration: `startMs`, and its share of what a run of `pack` configurations measures. */
  readonly cost: { readonly startMs: number; readonly measurement: Measurement; readonly pack: number };
  readonly seed: number;
  readonly ordinal: number;
  /** Places of networks that may be measured whole in place of configurations; none where it is left out. */
  readonly openNetworks?: readonly number[];
}

export interface Round {
  /** Places of candidates, the most wanted first. */
  readonly wanted: readonly number[];
  /** Places of networks to measure whole, where they were weighed against configurations: those are wanted beside them. */
  readonly networks?: readonly number[];
  /** What each candidate takes, or is thought to take, µs. */
  readonly latenciesUs: Float64Array;
  /** Names of the sources that were listened to. */
  readonly sources: readonly string[];
  /** Absent before anything was measured. */
  readonly estimate: (ErrorEstimate & { readonly measured: number }) | undefined;
}

/** With fewer measurements nothing is estimated. */
const fewestMeasured = 8;

/**
 * What an active campaign measures next, and how well it is thought to know the networks. The same options give the same
 * round. Throws STRATEGY_UNKNOWN; GraphError for a configuration that this program does not understand.
 */
export function chooseRound(options: RoundOptions): Round {
  const { candidates, latenciesUs: known, chosen, ordinal, cost } = options;
  const random = randomFromSeed(options.seed).split(`round ${ordinal}`);
  const measured = candidates.flatMap(({ hash }, candidate): MeasuredCandidate[] => {
    const latencyUs = known.get(hash);
    return latencyUs === undefined ? [] : [{ candidate, latencyUs }];
  });
  const described = describe(candidates);
  const sources = sourceLatencies(options.sources ?? [], described, measured, random);
  const pool = candidatePool(described, {
    ...(options.networks.length === 0 ? {} : { networks: options.networks }),
    lnSourcesUs: sources.map(({ lnUs }) => lnUs),
  });
  const surface = measured.length < fewestMeasured ? undefined : fitLatencySurface(pool, measured);
  const latenciesUs = surface?.latenciesUs(pool) ?? guessedLatenciesUs(pool);
  for (const { candidate, latencyUs } of measured) latenciesUs[candidate] = latencyUs;
  const costs = latenciesUs.map((latencyUs) => configurationMs(cost, latencyUs));
  const inFlight = candidates.flatMap(({ hash }, candidate) =>
    chosen.has(hash) && !known.has(hash) ? [candidate] : [],
  );
  const state = { pool, measured, inFlight, costs, latenciesUs, ...(surface !== undefined && { surface }) };
  const size = ordinal === 0 ? Math.max(options.seedSize, options.roundSize) : options.roundSize;
  const wanted = strategyNamed(options.strategy, options.seedSize).chooseBatch(state, size, random);
  const weighed = weigh(options, state, wanted);
  const listened = surface === undefined || surface.priorName !== 'roofline' ? sources : [];
  return {
    ...weighed,
    latenciesUs,
    sources: listened.map(({ name }) => name),
    estimate: surface && {
      measured: measured.length,
      ...estimateError(surface, pool, latenciesUs, options.withinPercent),
    },
  };
}

/** Networks against the configurations that the strategy wants, once there is something to weigh them by. */
function weigh(
  { openNetworks: open, cost }: RoundOptions,
  state: AcquisitionState,
  wanted: readonly number[],
): Pick<Round, 'networks' | 'wanted'> {
  const { surface, latenciesUs, pool } = state;
  if (open === undefined || surface === undefined) return { wanted };
  const runMs = (inferenceUs: number) =>
    cost.pack * cost.startMs + measuringMs(cost.measurement, inferenceUs / 1000);
  const us = (candidate: number) => latenciesUs[candidate] as number;
  const costs = {
    network: (place: number) =>
      runMs(
        (pool.networks[place] ?? []).reduce((sum, { candidate, count }) => sum + count * us(candidate), 0),
      ),
    pack: (members: readonly number[]) => runMs(members.reduce((sum, candidate) => sum + us(candidate), 0)),
  };
  return weighNetworks({ ...state, surface }, wanted, { open, costs, pack: cost.pack });
}

/** What a configuration costs as a part of a pack of its like. */
function configurationMs({ startMs, measurement, pack }: RoundOptions['cost'], latencyUs: number): number {
  return startMs + measuringMs(measurement, (pack * latencyUs) / 1000) / pack;
}

function describe(candidates: readonly RoundCandidate[]): Candidate[] {
  return candidates.map(({ hash, configuration }) => ({
    kernelGroup: configuration.operator,
    configuration: hash,
    features: featuresOf(configuration),
  }));
}
