import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { GraphError, readTflite } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import { platformError } from '../../platform/errors.js';

/** A .tflite file and the graph that is executed: the first of the file. */
export interface ModelFile {
  readonly path: string;
  /** The file's name without its extension. */
  readonly name: string;
  readonly content: Uint8Array;
  readonly graph: Graph;
}

/**
 * Reads a .tflite file; `path` is relative to `cwd`.
 * @throws FarmError FILE_UNREADABLE; GraphError MALFORMED_MODEL with the file's name in front.
 */
export async function readModelFile(path: string, cwd: string): Promise<ModelFile> {
  const content = await readContent(path, cwd);
  try {
    const [graph] = readTflite(content).graphs;
    return { path, name: basename(path, '.tflite'), content, graph };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw new GraphError(error.code, `${path}: ${error.message}`, { ...error.details, file: path });
  }
}

async function readContent(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('FILE_UNREADABLE', `${path}: ${reason}`, { cause, details: { file: path } });
  }
}
