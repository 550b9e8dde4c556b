import type { Pool } from 'pg';

import {
  buildArchitecture,
  graphOfConfigurations,
  readTflite,
  sha256Hex,
  writeTflite,
} from '../../../graph/index.js';
import type { Graph } from '../../../graph/index.js';
import type { SampleSpec } from '../../../records/sample.js';
import { readModelFile } from '../../../tables/model-file/model-files.js';
import { workerError } from '../../errors.js';

/** A model file ready for a phone, and the graph that is in it. */
export interface BuiltModel {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly graph: Graph;
}

/**
 * Makes the model file of a sample where it is going to be run: specs travel, models do not. Throws MODEL_UNBUILDABLE for
 * a spec that describes no valid graph, MODEL_FILE_MISSING for a user's file that the database does not have.
 */
export async function buildModel(spec: SampleSpec, pool: Pool): Promise<BuiltModel> {
  const bytesOfFile = spec.kind === 'file' ? await modelFile(pool, spec.sha256) : undefined;
  try {
    if (bytesOfFile !== undefined) {
      const [graph] = readTflite(bytesOfFile).graphs;
      return { bytes: bytesOfFile, sha256: sha256Hex(bytesOfFile), graph };
    }
    const graph = graphOf(spec as Exclude<SampleSpec, { kind: 'file' }>);
    const bytes = writeTflite(graph);
    return { bytes, sha256: sha256Hex(bytes), graph };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw workerError('MODEL_UNBUILDABLE', `no model can be made of the sample: ${reason}`, { cause });
  }
}

function graphOf(spec: Exclude<SampleSpec, { kind: 'file' }>): Graph {
  return spec.kind === 'architecture'
    ? buildArchitecture(spec.name, { precision: spec.precision })
    : graphOfConfigurations(spec.configurations);
}

async function modelFile(pool: Pool, sha256: string): Promise<Uint8Array> {
  const content = await readModelFile(pool, sha256);
  if (content !== undefined) return content;
  throw workerError('MODEL_FILE_MISSING', `the database has no model file ${sha256}`, {
    details: { sha256 },
  });
}
