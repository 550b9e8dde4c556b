import { resolve } from 'node:path';

import { randomFromSeed } from '../../../learning/random/random.js';
import { sampleSearchSpace } from '../../sampling/sampler.js';
import { readSearchSpace } from '../../search-space/search-space.js';
import { checksWanted } from '../file/checks-wanted.js';
import type { CampaignFile } from '../file/schema.js';
import { choosePackingChecks } from '../packing/choose-checks.js';
import { campaignSample } from '../plan/campaign-sample.js';
import type { PlacedSample } from '../plan/campaign-sample.js';
import { builtPrecision } from './precision-groups.js';
import type { PrecisionGroup } from './precision-groups.js';

/**
 * Configurations of the precision that a group of scenarios measures, in random order, `pack` to a model file, so that a model
 * holds a little of everything. `index` is the part's place in the campaign file.
 */
export async function sampleOperations(
  { searchSpace, samples, pack, checkPacking }: CampaignFile['operations'][number],
  group: PrecisionGroup,
  { seed, index, folder }: { readonly seed: number; readonly index: number; readonly folder: string },
): Promise<PlacedSample[]> {
  const space = await readSearchSpace(resolve(folder, searchSpace), builtPrecision(group));
  const random = randomFromSeed(seed).split('packing').split(String(index));
  const shuffled = random.shuffle(sampleSearchSpace(space, samples, seed));
  const packs = Array.from({ length: Math.ceil(shuffled.length / pack) }, (_, number) =>
    shuffled.slice(number * pack, (number + 1) * pack),
  );
  const packed = packs.flatMap((members) => (members.length > 1 ? members : []));
  const { scenarioKeys } = group;
  const checks = checksWanted(checkPacking, scenarioKeys);
  const alone = choosePackingChecks(packed, {
    ...{ operatorOf: ({ configuration }) => configuration.operator, checksOf: () => checks },
    ...{ fewAlone: true, random },
  });
  return [
    ...packs.map((members, number) => {
      const [first] = members;
      const name = members.length === 1 && first ? first.operation : `${space.name}-${number + 1}`;
      const configurations = members.map(({ configuration }) => configuration);
      return { ...campaignSample(name, { kind: 'operations', configurations }), scenarioKeys };
    }),
    ...alone.map(({ operation, configuration }) => ({
      ...campaignSample(`${operation} alone`, { kind: 'operations', configurations: [configuration] }),
      scenarioKeys,
    })),
  ];
}
