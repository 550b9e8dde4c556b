import type { PublishedOperations } from '../../exchange/published/operations.js';
import type { PublishedOperation, PublishedTiming } from '../../exchange/published/published-operation.js';
import { scenarioName, type TableScenario } from '../../exchange/published/table-scenario.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { gpuKernelFeatures, gpuKernelGroup } from '../../predictor/features/gpu-kernel-features.js';
import { parseKernelName } from '../../predictor/features/kernel-name.js';
import type { LatencyRow } from './latency-rows.js';
import { operationKernel } from './operation-kernel.js';

/** A kernel of a network, measured on one device. */
export interface NetworkKernel extends LatencyRow {
  readonly network: string;
  readonly operation: string;
}

/** The operations, on a GPU the launches, that have a time in a scenario of the table, as learners want them. */
export function networkKernels(table: PublishedOperations, scenario: TableScenario): NetworkKernel[] {
  const name = scenarioName(scenario);
  return table.rows.flatMap((row, index): NetworkKernel[] => {
    const timing = row.timings.get(name);
    if (timing === undefined || timing.launch === 'rest') return [];
    if (scenario.cores !== 'gpu' || row.text !== undefined) {
      const { network, operation } = row;
      const kernel = operationKernel(row, scenario.precision);
      const configuration = configurationText(kernel.features);
      return [{ network, operation, ...kernel, configuration, latencyUs: timing.latencyUs }];
    }
    const rest = timing.launch === 'first' ? restOfLaunch(table, name, index) : [];
    return [networkKernel(row, rest, timing)];
  });
}

/** The rows after the first that its launch executes as well. */
function restOfLaunch(table: PublishedOperations, scenario: string, first: number): PublishedOperation[] {
  const end = table.rows.findIndex(
    (row, index) => index > first && row.timings.get(scenario)?.launch !== 'rest',
  );
  return table.rows.slice(first + 1, end < 0 ? undefined : end);
}

function networkKernel(
  row: PublishedOperation,
  rest: readonly PublishedOperation[],
  { kernel, latencyUs }: PublishedTiming,
): NetworkKernel {
  const name = parseKernelName(kernel);
  const description = { operation: row.operation, features: row.features, name };
  const features = rest.reduce(
    (all, { operation, features: sizes }) =>
      withNextOperation(all, gpuKernelFeatures({ operation, features: sizes, name })),
    gpuKernelFeatures(description),
  );
  return {
    network: row.network,
    operation: row.operation,
    kernelGroup: gpuKernelGroup(description),
    configuration: configurationText(features),
    features,
    latencyUs,
  };
}

/** What one operation after another makes the launch do: the work of both, from the first one's input to the last one's output. */
function withNextOperation(first: FeatureRecord, next: FeatureRecord): FeatureRecord {
  const sums = ['paddedMacs', 'weightBytes', 'loopLength', 'filterBytes'];
  const summed = sums.map((name): [string, number] => [name, Number(first[name]) + Number(next[name])]);
  const output = Object.entries(next).filter(([name]) => name.startsWith('output'));
  return { ...next, ...first, ...Object.fromEntries(output), ...Object.fromEntries(summed) };
}

/** Kernels of equal features are repeats of the same work. */
function configurationText(features: FeatureRecord): string {
  return Object.entries(features)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
