import {
  buildArchitecture,
  costOf,
  describeGraph,
  graphOfConfigurations,
  readTflite,
} from '../../graph/index.js';
import type { Cost, Graph, OperationConfiguration } from '../../graph/index.js';
import type { SampleSpec } from '../../records/sample.js';

/** A phone's processor of medium speed: what measured times are compared with, and what there is for want of any. */
const nominal = { startUs: 10, flopsPerUs: 100_000, bytesPerUs: 5_000 };

/** What a configuration might take on a phone of medium speed, µs: a start, its work and its traffic. */
function nominalConfigurationUs(configuration: OperationConfiguration): number {
  return nominalCostUs(costOf(configuration));
}

function nominalCostUs({ flops, inputBytes, outputBytes, weightBytes }: Cost): number {
  const bytes = inputBytes + outputBytes + weightBytes;
  return nominal.startUs + flops / nominal.flopsPerUs + bytes / nominal.bytesPerUs;
}

/**
 * What one inference of a sample might take on a phone of medium speed, µs. A user's file needs its content, and counts for
 * nothing without it. Operations that this program does not know count for their traffic, loops for one turn.
 */
export function nominalSampleUs(spec: SampleSpec, content?: Uint8Array): number {
  if (spec.kind === 'operations') return sumOf(spec.configurations);
  return spec.kind === 'file' && content === undefined ? 0 : nominalGraphUs(graphOfSpec(spec, content));
}

/** What a sample's model computes. A user's file is read from its content. */
export function graphOfSpec(spec: SampleSpec, content: Uint8Array = new Uint8Array()): Graph {
  if (spec.kind === 'operations') return graphOfConfigurations(spec.configurations);
  if (spec.kind === 'architecture') return buildArchitecture(spec.name, { precision: spec.precision });
  return readTflite(content).graphs[0];
}

function nominalGraphUs(graph: Graph): number {
  const { operations } = describeGraph(graph);
  return operations.reduce(
    (sum, operation) => sum + (operation.unpacksWeights ? 0 : nominalCostUs(operation)),
    0,
  );
}

function sumOf(configurations: readonly OperationConfiguration[]): number {
  return configurations.reduce((sum, configuration) => sum + nominalConfigurationUs(configuration), 0);
}
