import { graphOfConfigurations, sha256Hex, writeTflite } from '../../../graph/index.js';
import type { OperationConfiguration } from '../../../graph/index.js';
import type { DelegateSettings } from '../../../records/delegate-settings.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { workerError } from '../../errors.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import { assessRun } from '../assess-run.js';
import type { AttachedPhone } from '../attached-phone.js';
import { modelPath } from '../staging/phone-files.js';
import { stageModels } from '../staging/stage-models.js';
import { removeRuns, runTool } from '../tool/tool-process.js';
import { profilesApart, profilesOperations, toolWords } from '../tool/tool-words.js';

/** Names the directory of the reference model's files on a phone, beside those of runs. */
const referenceId = 'reference';

const measurement = { warmupRuns: 2, runs: 20, minSeconds: 0, maxSeconds: 10 };
const deadlineMs = 60_000;

/** A middle-sized convolution: long enough for any clock, short enough to cost next to nothing. */
const configuration: OperationConfiguration = {
  operator: 'CONV_2D',
  attributes: { strideHeight: 1, strideWidth: 1, padding: 'SAME' },
  inputs: [
    { shape: [1, 56, 56, 32], type: 'float32', constant: false },
    { shape: [32, 3, 3, 32], type: 'float32', constant: true },
    { shape: [32], type: 'float32', constant: true },
  ],
};

export interface ReferenceCall {
  readonly toolPath: string;
  readonly scenario: ScenarioSpec;
  readonly delegateSettings?: DelegateSettings;
  readonly cores: CoreSelection | undefined;
  /** Puts the tool on the phone again. */
  readonly stageTool: (signal: AbortSignal) => Promise<unknown>;
}

/**
 * Measures the farm's reference model, which is the same on every phone at any time. Resolves with its mean in microseconds.
 * Throws everything that a run may throw.
 */
export async function measureReference(
  { adb, gpuModel }: AttachedPhone,
  call: ReferenceCall,
  signal: AbortSignal,
): Promise<number> {
  const graph = graphOfConfigurations([configuration], 'reference');
  const bytes = writeTflite(graph);
  const toolsGaveWay = await stageModels(
    adb,
    [{ runId: referenceId, bytes, sha256: sha256Hex(bytes) }],
    signal,
  );
  if (toolsGaveWay) await call.stageTool(signal);
  const profiled = profilesOperations(call.scenario) && !profilesApart(call.scenario);
  const words = toolWords({ ...call, modelPath: modelPath(referenceId), measurement, profiled });
  const files = [call.toolPath, modelPath(referenceId)];
  const output = await runTool(adb, { runId: referenceId, words, files, deadlineMs, signal });
  await removeRuns(adb, [referenceId], signal);
  const { scenario } = call;
  const { inferenceMeanUs } = assessRun({
    graph,
    output,
    scenario,
    measurement,
    gpuModel,
    conditions: {},
    thresholds: {},
  });
  if (inferenceMeanUs !== undefined) return inferenceMeanUs;
  throw workerError('PHONE_COMMAND_FAILED', `the reference model was not measured on ${adb.adbSerial}`);
}
