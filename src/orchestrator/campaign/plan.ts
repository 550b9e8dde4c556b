import { runKey } from '../../records/run.js';
import type { RunJob } from '../../records/run.js';

/** A run as it is going to be stored. */
export interface PlannedRun {
  readonly key: string;
  readonly sampleHash: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly repetition: number;
}

/** What the runs of a campaign are made of. */
export interface RunPlan {
  readonly campaignId: string;
  readonly sampleHashes: readonly string[];
  readonly scenarioKeys: readonly string[];
  readonly poolKeys: readonly string[];
  readonly repetitions: number;
}

/** Every sample in every scenario on every pool, as often as it is to be repeated. */
export function planRuns({
  campaignId,
  sampleHashes,
  scenarioKeys,
  poolKeys,
  repetitions,
}: RunPlan): PlannedRun[] {
  return Array.from({ length: repetitions }, (_, repetition) =>
    poolKeys.flatMap((poolKey) =>
      scenarioKeys.flatMap((scenarioKey) =>
        sampleHashes.map((sampleHash) => {
          const identity = { campaignId, sampleHash, scenarioKey, poolKey, repetition };
          return { key: runKey(identity), sampleHash, scenarioKey, poolKey, repetition };
        }),
      ),
    ),
  ).flat();
}

/** What the plan of a job needs to know of a run. */
export interface QueuedRun {
  readonly id: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
}

/** A job, and the pool whose queue it belongs to. */
export interface PoolJob {
  readonly poolKey: string;
  readonly job: RunJob;
}

/** Jobs of at most `runsPerJob` runs each, in the runs' order, each of one pool and one scenario. */
export function planJobs(runs: readonly QueuedRun[], runsPerJob: number): PoolJob[] {
  const jobs: { poolKey: string; runIds: string[] }[] = [];
  const open = new Map<string, (typeof jobs)[number]>();
  for (const { id, poolKey, scenarioKey } of runs) {
    const group = `${poolKey} ${scenarioKey}`;
    let job = open.get(group);
    if (job === undefined || job.runIds.length === runsPerJob) {
      job = { poolKey, runIds: [] };
      jobs.push(job);
      open.set(group, job);
    }
    job.runIds.push(id);
  }
  return jobs.map(({ poolKey, runIds }) => ({ poolKey, job: { runIds } }));
}
