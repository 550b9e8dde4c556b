import { buildArchitecture, configurationHash, describeGraph } from '../../../graph/index.js';
import type { OperationConfiguration, Precision } from '../../../graph/index.js';
import type { RatePrior } from '../../../predictor/rates/rate-prior.js';
import { orchestratorError } from '../../errors.js';

/** More would not fit into memory when their covariances are computed. */
const mostCandidates = 3000;

/** A configuration that an active campaign may choose. */
export interface ActiveCandidate {
  readonly hash: string;
  readonly configuration: OperationConfiguration;
}

/** What an active campaign chooses from. */
export interface ActivePool {
  readonly candidates: readonly ActiveCandidate[];
  /** Networks by the candidates that they are made of, named by place. Empty: each candidate counts the same. */
  readonly networks: readonly (readonly { readonly candidate: number; readonly count: number }[])[];
  /** What builds the networks, in the same order. */
  readonly architectures: readonly NetworkName[];
  /** What phones have in common, where the campaign has a file of its own for it. */
  readonly prior?: RatePrior;
}

/** A network that this program builds. */
export interface NetworkName {
  readonly name: string;
  readonly precision: Precision;
}

/**
 * Configurations drawn from search spaces, and those that networks are made of, each once; networks say how often they are used.
 * @throws FarmError ACTIVE_CANDIDATES_UNSUITABLE when there are fewer than the first round takes, or too many.
 */
export function activePool(
  configurations: readonly OperationConfiguration[],
  architectures: readonly NetworkName[],
  seedSize: number,
): ActivePool {
  const candidates: ActiveCandidate[] = [];
  const places = new Map<string, number>();
  const placeOf = (configuration: OperationConfiguration): number => {
    const hash = configurationHash(configuration);
    const place = places.get(hash) ?? candidates.length;
    if (place === candidates.length) candidates.push({ hash, configuration });
    places.set(hash, place);
    return place;
  };
  configurations.forEach(placeOf);
  const networks = architectures.map(({ name, precision }) => {
    const counts = new Map<number, number>();
    for (const operation of describeGraph(buildArchitecture(name, { precision })).operations) {
      if (!operation.known || operation.unpacksWeights) continue;
      const place = placeOf(operation.configuration);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    return [...counts].map(([candidate, count]) => ({ candidate, count }));
  });
  if (candidates.length < seedSize || candidates.length > mostCandidates) {
    const message = `There are ${candidates.length} configurations to choose from; an active campaign needs from ${seedSize} to ${mostCandidates}.`;
    throw orchestratorError('ACTIVE_CANDIDATES_UNSUITABLE', message, {
      details: { candidates: candidates.length, seedSize, mostCandidates },
    });
  }
  return { candidates, networks, architectures };
}

/** Networks that are chosen as wholes: nothing of their operations is chosen. */
export function poolOfNetworks(architectures: readonly NetworkName[]): ActivePool {
  return {
    candidates: [],
    networks: [],
    architectures: architectures.map(({ name, precision }) => ({ name, precision })),
  };
}
