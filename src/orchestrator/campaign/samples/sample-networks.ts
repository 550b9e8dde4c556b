import { resolve } from 'node:path';

import { storedWords } from '../../../graph/index.js';
import type { Precision } from '../../../graph/index.js';
import { readArchitectureSpace } from '../../architecture-space/architecture-space.js';
import { sampleArchitectures } from '../../architecture-space/sample.js';
import type { CampaignFile } from '../file/schema.js';
import { campaignSample } from '../plan/campaign-sample.js';
import type { PlacedSample } from '../plan/campaign-sample.js';
import type { NetworkName } from './candidates.js';
import { builtPrecision, refuseMisfit } from './precision-groups.js';
import type { PrecisionGroup } from './precision-groups.js';

/** Networks by name, and the scenarios that measure them. */
export interface PlacedNetwork extends NetworkName {
  readonly scenarioKeys: readonly string[];
}

/**
 * A network as the scenarios of each group want it; one with a precision of its own only where all of them measure that.
 * @throws FarmError CAMPAIGN_PRECISION_MISFIT
 */
export function networkInGroups(
  name: string,
  own: Precision | undefined,
  groups: readonly PrecisionGroup[],
): PlacedNetwork[] {
  if (own === undefined) {
    return groups.map((group) => ({
      name,
      precision: builtPrecision(group),
      scenarioKeys: group.scenarioKeys,
    }));
  }
  const scenarioKeys = groups.flatMap((group) => group.scenarioKeys);
  refuseMisfit(name, { precisions: [own], stored: storedWords[own] }, scenarioKeys);
  return [{ name, precision: own, scenarioKeys }];
}

/** The names of sampled architectures say what was chosen, so that a worker builds them from the name alone. */
export async function sampleNetworks(
  { searchSpace, samples, precision }: CampaignFile['sampledArchitectures'][number],
  groups: readonly PrecisionGroup[],
  { seed, folder }: { readonly seed: number; readonly folder: string },
): Promise<PlacedNetwork[]> {
  const space = await readArchitectureSpace(resolve(folder, searchSpace));
  return sampleArchitectures(space, samples, seed).flatMap(({ name }) =>
    networkInGroups(name, precision, groups),
  );
}

export function sampleOfNetwork({ name, precision, scenarioKeys }: PlacedNetwork): PlacedSample {
  return { ...campaignSample(name, { kind: 'architecture', name, precision }), scenarioKeys };
}
