import { buildArchitecture, graphOfConfigurations, readTflite } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import { readModelFile } from '../model-file/model-files.js';

/**
 * The graph of a sample; undefined where a user's file is not stored. Throws GraphError for a spec that this version of the program
 * makes no graph of.
 */
export async function graphOfSample(connection: Connection, spec: SampleSpec): Promise<Graph | undefined> {
  if (spec.kind === 'architecture') return buildArchitecture(spec.name, { precision: spec.precision });
  if (spec.kind === 'operations') return graphOfConfigurations(spec.configurations);
  const content = await readModelFile(connection, spec.sha256);
  return content && readTflite(content).graphs[0];
}
