import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';

import { buildArchitecture, GraphError, isArchitectureName } from '../../graph/index.js';
import type { Graph, Precision } from '../../graph/index.js';
import { readModelFile } from './model-file.js';

/** A network that a command was asked about, by the name of an architecture or as a file. */
export interface NamedGraph {
  readonly name: string;
  readonly graph: Graph;
}

/**
 * Reads the .tflite file of this path when there is one, else builds the architecture of this name.
 * @throws what `readModelFile` and `buildArchitecture` throw; `UNKNOWN_ARCHITECTURE` for what is neither, unless it looks like
 *   the path of a file.
 */
export async function readGraph(nameOrFile: string, cwd: string, precision?: Precision): Promise<NamedGraph> {
  const exists = isFile(nameOrFile, cwd);
  if (!exists && isArchitectureName(nameOrFile)) {
    return { name: nameOrFile, graph: buildArchitecture(nameOrFile, precision && { precision }) };
  }
  const looksLikeName = extname(nameOrFile) === '' && basename(nameOrFile) === nameOrFile;
  if (!exists && looksLikeName) {
    const message = `there is neither an architecture nor a file named ${nameOrFile}`;
    throw new GraphError('UNKNOWN_ARCHITECTURE', message, { name: nameOrFile });
  }
  const { graph } = await readModelFile(nameOrFile, cwd);
  return { name: basename(nameOrFile, '.tflite'), graph };
}

/** Whether there is a file of this path: it is taken for what is meant, whatever architectures are called so. */
export function isFile(nameOrFile: string, cwd: string): boolean {
  return existsSync(resolve(cwd, nameOrFile));
}
