import { z } from 'zod';

import { canonicalJson, sha256Hex } from '../graph/canonical-json.js';

export type { Verdict } from './verdict.js';

/** What makes a run the one it is. Whatever is retried, the result is stored once under this identity. */
export interface RunIdentity {
  readonly campaignId: string;
  readonly sampleHash: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly repetition: number;
}

/** The deterministic key of a run: SHA-256 of its identity. */
export function runKey(identity: RunIdentity): string {
  return sha256Hex(canonicalJson(identity));
}

/** What a job in a pool's queue carries: ids of runs of one scenario, to be executed one after the other on one phone. */
export interface RunJob {
  readonly runIds: readonly string[];
}

const runJobSchema = z.object({ runIds: z.array(z.string()).min(1) });

/** What a job carries, by its data; `undefined` for one that somebody else has put into the queue. */
export function readRunJob(data: unknown): RunJob | undefined {
  return runJobSchema.safeParse(data).data;
}

/** Name of a pool's queue. BullMQ refuses colons in names, and pool keys have none. */
export function runQueueName(poolKey: string): string {
  return `runs.${poolKey}`;
}
