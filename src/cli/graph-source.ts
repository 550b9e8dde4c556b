import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { architectureNames, buildArchitecture } from '../graph/index.js';
import type { Graph, Precision } from '../graph/index.js';
import { readModelFile } from './model-file.js';

/** A network that a command was asked about, by the name of an architecture or as a file. */
export interface NamedGraph {
  readonly name: string;
  readonly graph: Graph;
}

/**
 * Builds the architecture of this name, or reads the .tflite file of this path when there is such a file or no such
 * architecture.
 * @throws what `readModelFile` throws.
 */
export async function readGraph(nameOrFile: string, cwd: string, precision?: Precision): Promise<NamedGraph> {
  const isArchitecture = architectureNames().includes(nameOrFile) && !existsSync(resolve(cwd, nameOrFile));
  if (isArchitecture) {
    return {
      name: nameOrFile,
      graph: buildArchitecture(nameOrFile, precision === undefined ? {} : { precision }),
    };
  }
  const { graph } = await readModelFile(nameOrFile, cwd);
  return { name: basename(nameOrFile, '.tflite'), graph };
}
