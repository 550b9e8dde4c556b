import { graphOfConfigurations, sha256Hex, writeTflite } from '../../graph/index.js';
import type { Graph, OperationConfiguration } from '../../graph/index.js';
import { HeldLease } from '../leases/index.js';
import { assessRun } from './assess-run.js';
import type { AttachedPhone } from './attached-phone.js';
import { modelPath } from './phone-files.js';
import type { JobDependencies } from './process-job.js';
import { stageBinary } from './stage-binary.js';
import { stageModels } from './stage-models.js';
import { removeRuns, runTool, sweepRuns } from './tool-process.js';
import { toolWords } from './tool-words.js';

/** Names the directory of the canary's files on a phone, beside those of runs. */
const canaryId = 'canary';

const measurement = { warmupRuns: 2, runs: 20, minSeconds: 0, maxSeconds: 10 };
const deadlineMs = 60_000;

/** Middle-sized convolution: long enough for any clock, short enough to be worth nothing else. */
const configuration: OperationConfiguration = {
  operator: 'CONV_2D',
  attributes: { strideHeight: 1, strideWidth: 1, padding: 'SAME' },
  inputs: [
    { shape: [1, 56, 56, 32], type: 'float32', constant: false },
    { shape: [32, 3, 3, 32], type: 'float32', constant: true },
    { shape: [32], type: 'float32', constant: true },
  ],
};

/**
 * Measures the farm's reference model on a phone, on whatever cores the phone chooses, to see that it can measure at all.
 * Resolves with the mean in microseconds, or with `undefined` where there is no benchmark tool for the phone to try.
 * Throws LEASE_HELD and everything that a run may throw.
 */
export async function runCanary(
  dependencies: JobDependencies,
  phone: AttachedPhone,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { leases, leaseDurationMs, binaries } = dependencies;
  const tool = await binaries.latest(phone.abis);
  if (tool === undefined) return undefined;
  const held = await HeldLease.acquire({
    ...dependencies,
    store: leases,
    phoneId: phone.phoneId,
    durationMs: leaseDurationMs,
  });
  try {
    return await measureCanary(phone, tool, AbortSignal.any([signal, held.signal]));
  } finally {
    await held.release();
  }
}

async function measureCanary(
  { adb }: AttachedPhone,
  tool: NonNullable<Awaited<ReturnType<JobDependencies['binaries']['latest']>>>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const graph: Graph = graphOfConfigurations([configuration], 'canary');
  const bytes = writeTflite(graph);
  await sweepRuns(adb, signal);
  const toolPath = await stageBinary(adb, tool, signal);
  await stageModels(adb, [{ runId: canaryId, bytes, sha256: sha256Hex(bytes) }], signal);
  const scenario = {
    coreSet: 'any',
    threads: 1,
    precision: 'float32',
    delegate: 'builtin',
    runtimeVersion: tool.runtimeVersion,
  } as const;
  const call = { toolPath, modelPath: modelPath(canaryId), scenario, measurement, cores: undefined };
  const output = await runTool(adb, { runId: canaryId, words: toolWords(call), deadlineMs, signal });
  await removeRuns(adb, [canaryId], signal);
  return assessRun({ graph, output, scenario, measurement, conditions: {}, thresholds: {} }).inferenceMeanUs;
}
