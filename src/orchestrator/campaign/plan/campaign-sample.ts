import { sampleHash } from '../../../records/sample.js';
import type { SampleSpec } from '../../../records/sample.js';

/** What one model file of a campaign holds, under the name that tables show. */
export interface CampaignSample {
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
}

/** A sample, and the scenarios of its campaign that measure networks of its precision. */
export interface PlacedSample extends CampaignSample {
  readonly scenarioKeys: readonly string[];
}

export function campaignSample(name: string, spec: SampleSpec): CampaignSample {
  return { name, contentHash: sampleHash(spec), spec };
}

/** Each content once, in the scenarios of all that have it. */
export function withoutRepeats(samples: readonly PlacedSample[]): PlacedSample[] {
  const byHash = new Map<string, PlacedSample>();
  for (const sample of samples) {
    const keys = [...(byHash.get(sample.contentHash)?.scenarioKeys ?? []), ...sample.scenarioKeys];
    byHash.set(sample.contentHash, { ...sample, scenarioKeys: [...new Set(keys)] });
  }
  return [...byHash.values()];
}
