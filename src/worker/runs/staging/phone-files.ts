import { checkedPhonePath } from '../../adb/index.js';
import { farmDirectory } from '../../farm-directory.js';

export const binariesDirectory = `${farmDirectory}/bin`;
export const runsDirectory = `${farmDirectory}/runs`;

/** Where the benchmark tool of a given content lies. */
export function binaryPath(sha256: string): string {
  return checkedPhonePath(`${binariesDirectory}/${sha256}/benchmark_model`);
}

/** The files of one run: everything it leaves is in here. */
export function runDirectory(runId: string): string {
  return checkedPhonePath(`${runsDirectory}/${runId}`);
}

export function modelPath(runId: string): string {
  return `${runDirectory(runId)}/model.tflite`;
}
