import { z } from 'zod';

import { canonicalJson } from '../../graph/canonical-json.js';
import { scenarioKey } from '../../records/scenario.js';
import type { MeasuredOperation, MeasuredRun } from '../measurements/measured-run.js';
import { namedUuid } from '../measurements/named-uuid.js';
import { deviceModelOf, poolOf, runOfTotal, type Publisher } from '../measurements/published-total.js';
import { cnnRuntime } from '../published/table-runtime.js';
import { publishedConfiguration, tfliteOperator } from './published-configuration.js';

const count = z.exactOptional(z.number());

const operationSchema = z.strictObject({
  /** Place among the rows of the network, whichever devices were measured. */
  place: z.int(),
  operation: z.string(),
  features: z.strictObject({
    inputSide: count,
    inputChannels: count,
    outputSide: count,
    stride: count,
    kernel: count,
    filters: count,
    groups: count,
    flops: count,
  }),
  /** The cell of features, where it is of another kind than those. */
  text: z.exactOptional(z.string()),
  latencyUs: z.number(),
  kernel: z.string(),
  /** Of a launch that executes several rows' operations, whether this is the first of them. */
  launch: z.exactOptional(z.enum(['first', 'rest'])),
});

const publishedRunSchema = z.strictObject({
  network: z.string(),
  device: z.string(),
  cores: z.string(),
  precision: z.enum(['float', 'quant']),
  delegate: z.enum(['builtin', 'xnnpack', 'gpu']),
  /** {@link cnnRuntime} where it is left out. */
  runtimeVersion: z.exactOptional(z.string()),
  endToEnd: z.exactOptional(
    z.strictObject({ flops: z.number(), sizeBytes: z.number(), meanUs: z.number(), stdUs: z.number() }),
  ),
  operations: z.exactOptional(z.array(operationSchema)),
});

/**
 * What the published tables tell of one network in one scenario of one device. Kept as the output of the run it makes, so that
 * the tables can be written again.
 */
export type PublishedRun = z.infer<typeof publishedRunSchema>;
export type PublishedRunOperation = z.infer<typeof operationSchema>;

/** Reads what {@link sourceOf} wrote. */
export function publishedRunOfSource(source: string): PublishedRun {
  return publishedRunSchema.parse(JSON.parse(source));
}

export function sourceOf(run: PublishedRun): string {
  return canonicalJson(run);
}

/** The authors of the study. */
const qedUsc = {
  campaign: { id: namedUuid('qed-usc/mobile-ml-benchmark'), name: 'qed-usc' },
  prefix: 'qed-usc',
} as const satisfies Publisher;

/** The campaign that all published measurements belong to, whenever they are imported; the same in every farm. */
export const publishedCampaign = qedUsc.campaign;

/** What the farm calls a device of the study. */
export function publishedDeviceModel(device: string): string {
  return deviceModelOf(qedUsc, device);
}

/** A device of the study: not a phone of this farm, and named so that it cannot be taken for one. */
export function publishedPool(device: string): MeasuredRun['pool'] {
  return poolOf(qedUsc, device);
}

/** Key of the scenario. The GPU delegate computes in float16, with one thread to feed it; CPUs have a thread a core. */
export function publishedScenario({
  cores,
  precision,
  delegate,
  runtimeVersion = cnnRuntime,
}: Omit<PublishedRun, 'network' | 'device'>): string {
  if (cores === 'gpu') {
    return scenarioKey({ coreSet: cores, threads: 1, precision: 'float16', delegate: 'gpu', runtimeVersion });
  }
  const threads = (cores.match(/\d+/g) ?? []).reduce((sum, digits) => sum + Number(digits), 0);
  return scenarioKey({
    coreSet: cores,
    threads,
    precision: precision === 'quant' ? 'int8' : 'float32',
    delegate,
    runtimeVersion,
  });
}

/** The run that a published measurement stands for. */
export function measuredRunOf(published: PublishedRun): MeasuredRun {
  const { network, device, precision, endToEnd } = published;
  const operations = (published.operations ?? []).map((operation) => measuredOperation(operation, precision));
  const run = runOfTotal(qedUsc, {
    ...{ network, device, precision: precision === 'quant' ? 'int8' : 'float32' },
    scenarioKey: publishedScenario(published),
    meanUs: endToEnd?.meanUs ?? null,
    stdUs: endToEnd?.stdUs ?? null,
  });
  const operationSumUs =
    operations.length === 0 ? null : operations.reduce((sum, { meanUs }) => sum + meanUs, 0);
  return { ...run, result: { ...run.result, operationSumUs }, operations };
}

/** The tables tell a mean and neither how many inferences it is over nor how long the first took: it stands for both. */
function measuredOperation(
  { place, operation, features, text, latencyUs, kernel, launch }: PublishedRunOperation,
  precision: PublishedRun['precision'],
): MeasuredOperation {
  return {
    ordinal: place,
    operationIndex: null,
    operator: tfliteOperator(operation),
    kernel: kernel === '' ? null : kernel,
    configuration: text === undefined ? publishedConfiguration(operation, features, precision) : null,
    // The launch's time stands with its first operation, and tells of none of them by itself.
    meanUs: launch === 'rest' ? 0 : latencyUs,
    stdUs: null,
    firstUs: launch === 'rest' ? 0 : latencyUs,
    count: 1,
    sharedRow: launch !== undefined,
  };
}
