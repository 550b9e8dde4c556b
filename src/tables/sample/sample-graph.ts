import { buildArchitecture, GraphError, graphOfConfigurations, readTflite } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import { readModelFile } from '../model-file/model-files.js';

/**
 * The graph of a sample. Throws GraphError for a spec that this version of the program makes no graph of, and where a user's file is not
 * stored.
 */
export async function graphOfSample(connection: Connection, spec: SampleSpec): Promise<Graph> {
  if (spec.kind === 'architecture') return buildArchitecture(spec.name, { precision: spec.precision });
  if (spec.kind === 'operations') return graphOfConfigurations(spec.configurations);
  const content = await readModelFile(connection, spec.sha256);
  if (content === undefined) throw new GraphError('MALFORMED_MODEL', 'its file is not stored');
  return readTflite(content).graphs[0];
}
