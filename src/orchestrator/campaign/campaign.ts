import { dirname, resolve } from 'node:path';

import type { z } from 'zod';

import { checkYaml, readCheckedYaml } from '../../platform/yaml.js';
import { orchestratorError } from '../errors.js';
import { blamingField, nowhere } from './file/field-blame.js';
import type { PlaceOf } from './file/field-blame.js';
import { campaignSchema } from './file/schema.js';
import type { CampaignFile } from './file/schema.js';
import { campaignSample, withoutRepeats } from './plan/campaign-sample.js';
import type { PlacedSample } from './plan/campaign-sample.js';
import { activePool, poolOfNetworks } from './samples/candidates.js';
import type { ActivePool } from './samples/candidates.js';
import { readModelFile } from './samples/model-files.js';
import type { CampaignModelFile } from './samples/model-files.js';
import { readPriorFile } from './samples/prior-file.js';
import { precisionGroups } from './samples/precision-groups.js';
import type { PrecisionGroup } from './samples/precision-groups.js';
import { networkInGroups, sampleNetworks, sampleOfNetwork } from './samples/sample-networks.js';
import { sampleOperations } from './samples/sample-operations.js';

/** A campaign as it can be submitted: its file, and everything the file refers to, read and sampled. */
export interface Campaign {
  readonly file: CampaignFile;
  /** Where the fields of the file are, for complaints. */
  readonly placeOf: PlaceOf;
  readonly samples: readonly PlacedSample[];
  readonly modelFiles: readonly CampaignModelFile[];
  /** What an active campaign chooses from; it has no samples before it chooses. */
  readonly active?: ActivePool;
}

/**
 * Reads a campaign file, its search spaces and its .tflite files, and draws its samples in the precisions that its scenarios
 * measure.
 * @throws FarmError FILE_UNREADABLE or INVALID_FILE with lines and fields; what {@link sampleOperations}, {@link sampleNetworks}
 *   and {@link readModelFile} throw.
 */
export async function readCampaign(file: string): Promise<Campaign> {
  const { value, placeOf } = await readCheckedYaml(file, campaignSchema);
  return completeCampaign(value, placeOf, dirname(file));
}

/** Like {@link readCampaign} for a text at hand; `file` is the name to complain about, and what paths are relative to. */
export async function parseCampaign(text: string, file: string): Promise<Campaign> {
  const { value, placeOf } = checkYaml(text, file, campaignSchema);
  return completeCampaign(value, placeOf, dirname(file));
}

/** Like {@link readCampaign} for a campaign that a program makes; paths are relative to `folder`. */
export async function buildCampaign(file: z.input<typeof campaignSchema>, folder: string): Promise<Campaign> {
  return completeCampaign(campaignSchema.parse(file), nowhere, folder);
}

async function completeCampaign(file: CampaignFile, placeOf: PlaceOf, folder: string): Promise<Campaign> {
  const groups = precisionGroups(file.scenarios);
  const operations = await operationSamples(file, placeOf, folder, groups);
  const networks = await campaignNetworks(file, placeOf, folder, groups);
  if (file.active !== undefined) {
    const { active: settings } = file;
    await blamingField(placeOf, ['scenarios'], () => refuseSeveralPrecisions(groups));
    const configurations = operations.flatMap(({ spec }) =>
      spec.kind === 'operations' ? spec.configurations : [],
    );
    const active =
      settings.units === 'networks'
        ? poolOfNetworks(networks)
        : await blamingField(placeOf, ['active', 'seedSize'], () =>
            activePool(configurations, networks, settings.seedSize),
          );
    const prior = await blamingField(placeOf, ['active', 'prior'], () =>
      readPriorFile(settings.prior, folder),
    );
    return {
      ...{ file, placeOf, samples: [], modelFiles: [] },
      active: { ...active, ...(prior !== undefined && { prior }) },
    };
  }
  const modelFiles: CampaignModelFile[] = [];
  for (const [index, path] of file.files.entries()) {
    const read = () => readModelFile(resolve(folder, path), file.scenarios);
    modelFiles.push(await blamingField(placeOf, ['files', index], read));
  }
  const samples = [
    ...operations,
    ...networks.map(sampleOfNetwork),
    ...modelFiles.map(({ name, sha256 }) => ({
      ...campaignSample(name, { kind: 'file', name, sha256 }),
      scenarioKeys: [...new Set(file.scenarios)],
    })),
  ];
  return { file, placeOf, samples: withoutRepeats(samples), modelFiles };
}

async function operationSamples(
  { operations, seed }: CampaignFile,
  placeOf: PlaceOf,
  folder: string,
  groups: readonly PrecisionGroup[],
): Promise<PlacedSample[]> {
  const samples = operations.map((part, index) =>
    blamingField(placeOf, ['operations', index, 'searchSpace'], () =>
      Promise.all(groups.map((group) => sampleOperations(part, group, { seed, index, folder }))),
    ),
  );
  return (await Promise.all(samples)).flat(2);
}

async function campaignNetworks(
  { architectures, sampledArchitectures, seed }: CampaignFile,
  placeOf: PlaceOf,
  folder: string,
  groups: readonly PrecisionGroup[],
) {
  const named = architectures.map(({ name, precision }, index) =>
    blamingField(placeOf, ['architectures', index], () => networkInGroups(name, precision, groups)),
  );
  const sampled = sampledArchitectures.map((part, index) =>
    blamingField(placeOf, ['sampledArchitectures', index], () =>
      sampleNetworks(part, groups, { seed, folder }),
    ),
  );
  return (await Promise.all([...named, ...sampled])).flat();
}

/** One pool of candidates serves all scenarios of an active campaign. */
function refuseSeveralPrecisions(groups: readonly PrecisionGroup[]): void {
  if (groups.length === 1) return;
  const measured = groups.map(({ scenarioKeys }) => scenarioKeys.join(', ')).join(' and ');
  const message = `an active campaign chooses among models of one precision, and these measure several: ${measured}`;
  throw orchestratorError('CAMPAIGN_PRECISION_MISFIT', message);
}
