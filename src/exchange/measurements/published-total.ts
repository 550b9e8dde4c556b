import { sha256Hex } from '../../graph/canonical-json.js';
import type { Precision } from '../../graph/index.js';
import { runKey } from '../../records/run.js';
import { sampleHash, type SampleSpec } from '../../records/sample.js';
import type { MeasuredRun } from './measured-run.js';

/** Who published measurements. */
export interface Publisher {
  /** The campaign that all of theirs belong to, whenever they are imported; the same in every farm. */
  readonly campaign: MeasuredRun['campaign'];
  /** What stands before the names of their devices in this farm. */
  readonly prefix: string;
}

/** What a network took as a whole, as others tell it. */
export interface PublishedTotal {
  /** A name that builds the network. */
  readonly network: string;
  readonly precision: Precision;
  readonly device: string;
  readonly scenarioKey: string;
  /** Microseconds; null where only its operations are told. */
  readonly meanUs: number | null;
  readonly stdUs: number | null;
}

/** What the farm calls a device that others measured. */
export function deviceModelOf({ prefix }: Publisher, device: string): string {
  return `${prefix}/${device}`;
}

/** A device that others measured: no phone of this farm, and named so that it cannot be taken for one. */
export function poolOf(publisher: Publisher, device: string): MeasuredRun['pool'] {
  const name = deviceModelOf(publisher, device);
  return {
    key: `${publisher.prefix}-${device.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${sha256Hex(name).slice(0, 8)}`,
    deviceModel: name,
    socModel: '',
    buildFingerprint: `imported/${name}`,
  };
}

/** The run that a published total stands for. */
export function runOfTotal(
  publisher: Publisher,
  { network, precision, device, scenarioKey, meanUs, stdUs }: PublishedTotal,
): MeasuredRun {
  const spec: SampleSpec = { kind: 'architecture', name: network, precision };
  const pool = poolOf(publisher, device);
  const hash = sampleHash(spec);
  return {
    key: runKey({
      campaignId: publisher.campaign.id,
      sampleHash: hash,
      scenarioKey,
      poolKey: pool.key,
      repetition: 0,
    }),
    campaign: publisher.campaign,
    pool,
    scenarioKey,
    sample: { hash, kind: 'ARCHITECTURE', name: network, spec },
    repetition: 0,
    result: { ...nothingTold, inferenceMeanUs: meanUs, inferenceStdUs: stdUs },
    operations: [],
  };
}

const nothingTold = {
  verdict: 'ok',
  verdictReason: null,
  clockSource: null,
  startedAt: null,
  finishedAt: null,
  initUs: null,
  firstInferenceUs: null,
  warmupMeanUs: null,
  inferenceMinUs: null,
  inferenceMaxUs: null,
  inferenceCount: null,
  operationSumUs: null,
} as const;
