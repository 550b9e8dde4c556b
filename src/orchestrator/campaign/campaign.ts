import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import type { z } from 'zod';

import { sha256Hex } from '../../graph/canonical-json.js';
import { platformError } from '../../platform/errors.js';
import { randomFromSeed } from '../../learning/random/random.js';
import { checkYaml, readCheckedYaml } from '../../platform/yaml.js';
import { sampleHash } from '../../records/sample.js';
import type { SampleSpec } from '../../records/sample.js';
import { readArchitectureSpace } from '../architecture-space/architecture-space.js';
import { sampleArchitectures } from '../architecture-space/sample.js';
import { readSearchSpace } from '../search-space/search-space.js';
import { sampleSearchSpace } from '../sampling/sampler.js';
import { activePool } from './active/candidates.js';
import type { ActivePool } from './active/candidates.js';
import { blamingField, nowhere } from './field-blame.js';
import type { PlaceOf } from './field-blame.js';
import { choosePackingChecks } from './packing/choose-checks.js';
import { campaignSchema } from './schema.js';
import type { CampaignFile } from './schema.js';

/** What one model file of a campaign holds, under the name that tables show. */
export interface CampaignSample {
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
}

/** A user's .tflite file that goes into the database with the campaign. */
export interface CampaignModelFile {
  readonly sha256: string;
  readonly name: string;
  readonly content: Uint8Array;
}

/** A campaign as it can be submitted: its file, and everything the file refers to, read and sampled. */
export interface Campaign {
  readonly file: CampaignFile;
  /** Where the fields of the file are, for complaints. */
  readonly placeOf: PlaceOf;
  readonly samples: readonly CampaignSample[];
  readonly modelFiles: readonly CampaignModelFile[];
  /** What an active campaign chooses from; it has no samples before it chooses. */
  readonly active?: ActivePool;
}

/**
 * Reads a campaign file, its search spaces and its .tflite files, and draws its samples.
 * @throws FarmError FILE_UNREADABLE or INVALID_FILE with lines and fields; what {@link sampleSearchSpace} throws.
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
  const operations = await Promise.all(
    file.operations.map((part, index) =>
      blamingField(placeOf, ['operations', index, 'searchSpace'], () =>
        sampleOperations(part, file.seed, index, folder),
      ),
    ),
  );
  const sampled = await Promise.all(
    file.sampledArchitectures.map((part, index) =>
      blamingField(placeOf, ['sampledArchitectures', index, 'searchSpace'], () =>
        sampleNetworks(part, file.seed, folder),
      ),
    ),
  );
  if (file.active !== undefined) {
    const configurations = operations.flat().flatMap(({ spec }) => spec.configurations);
    const networks = [...file.architectures, ...sampled.flat()];
    const { active: settings } = file;
    const active = await blamingField(placeOf, ['active', 'seedSize'], () =>
      activePool(configurations, networks, settings.seedSize),
    );
    return { file, placeOf, samples: [], modelFiles: [], active };
  }
  const modelFiles = await Promise.all(
    file.files.map((path, index) =>
      blamingField(placeOf, ['files', index], () => readModelFile(resolve(folder, path))),
    ),
  );
  const specs: { name: string; spec: SampleSpec }[] = [
    ...operations.flat(),
    ...[...file.architectures, ...sampled.flat()].map((architecture) => ({
      name: architecture.name,
      spec: { kind: 'architecture' as const, ...architecture },
    })),
    ...modelFiles.map(({ name, sha256 }) => ({ name, spec: { kind: 'file' as const, name, sha256 } })),
  ];
  const samples = specs.map(({ name, spec }) => ({ name, contentHash: sampleHash(spec), spec }));
  return { file, placeOf, samples: withoutRepeats(samples), modelFiles };
}

/** Configurations in random order, `pack` to a model file, so that a model holds a little of everything. */
async function sampleOperations(
  { searchSpace, samples, pack, checkPacking }: CampaignFile['operations'][number],
  seed: number,
  index: number,
  folder: string,
): Promise<{ name: string; spec: Extract<SampleSpec, { kind: 'operations' }> }[]> {
  const space = await readSearchSpace(resolve(folder, searchSpace));
  const random = randomFromSeed(seed).split('packing').split(String(index));
  const shuffled = random.shuffle(sampleSearchSpace(space, samples, seed));
  const groups = Array.from({ length: Math.ceil(shuffled.length / pack) }, (_, group) =>
    shuffled.slice(group * pack, (group + 1) * pack),
  );
  const packed = groups.flatMap((group) => (group.length > 1 ? group : []));
  const alone = choosePackingChecks(
    packed,
    ({ configuration }) => configuration.operator,
    () => checkPacking,
    random,
  );
  return [
    ...groups.map((group, number) => ({
      name: group.length === 1 && group[0] ? group[0].operation : `${space.name}-${number + 1}`,
      spec: { kind: 'operations' as const, configurations: group.map(({ configuration }) => configuration) },
    })),
    ...alone.map(({ operation, configuration }) => ({
      name: `${operation} alone`,
      spec: { kind: 'operations' as const, configurations: [configuration] },
    })),
  ];
}

/** The names of sampled architectures say what was chosen, so that a worker builds them from the name alone. */
async function sampleNetworks(
  { searchSpace, samples, precision }: CampaignFile['sampledArchitectures'][number],
  seed: number,
  folder: string,
) {
  const space = await readArchitectureSpace(resolve(folder, searchSpace));
  return sampleArchitectures(space, samples, seed).map(({ name }) => ({ name, precision }));
}

async function readModelFile(path: string): Promise<CampaignModelFile> {
  try {
    const content = await readFile(path);
    return { sha256: sha256Hex(content), name: basename(path, '.tflite'), content };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}

function withoutRepeats(samples: readonly CampaignSample[]): CampaignSample[] {
  return [...new Map(samples.map((sample) => [sample.contentHash, sample])).values()];
}
