import { z } from 'zod';

import { architectureSpace, restrictDesign } from '../../graph/index.js';
import type { ArchitectureSpace } from '../../graph/index.js';
import { parseYaml, readYamlFile } from '../../platform/yaml.js';
import { architectureSpaceSchema } from './schema.js';
import type { ArchitectureSpaceFile } from './schema.js';

/** A space of architectures as a file describes it: a published one, perhaps with fewer options. */
export interface NamedArchitectureSpace {
  /** The file's own name for it. */
  readonly name: string;
  readonly space: ArchitectureSpace;
}

/** Whether a file of configs/search-spaces/ is about architectures, not operations. Throws FILE_UNREADABLE, INVALID_FILE. */
export async function isArchitectureSpaceFile(file: string): Promise<boolean> {
  return 'architectures' in (await readYamlFile(file, z.looseObject({})));
}

/** Reads a file of configs/search-spaces/. Throws FILE_UNREADABLE or INVALID_FILE with lines and fields. */
export async function readArchitectureSpace(file: string): Promise<NamedArchitectureSpace> {
  return restricted(await readYamlFile(file, architectureSpaceSchema));
}

/** Like {@link readArchitectureSpace} for a text at hand; `file` is the name to complain about. */
export function parseArchitectureSpace(text: string, file: string): NamedArchitectureSpace {
  return restricted(parseYaml(text, file, architectureSpaceSchema));
}

function restricted({ name, architectures, only }: ArchitectureSpaceFile): NamedArchitectureSpace {
  const space = architectureSpace(architectures);
  return { name, space: { ...space, decisions: restrictDesign(space.decisions, only) } };
}
