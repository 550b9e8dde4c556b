import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { modelPath } from './phone-files.js';
import { pushMakingRoom } from './push-making-room.js';
import { sha256OnPhone } from './stage-binary.js';

/** A model file for a run. */
export interface StagedModel {
  readonly runId: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * Pushes the models of several runs over one sync session, before the first of them is measured: a transfer would disturb
 * a measurement, and a session a model costs more than the bytes. Resolves with whether the phone's tools had to give way for them.
 * Throws PUSH_CORRUPTED and what pushing throws.
 */
export async function stageModels(
  phone: AdbPhone,
  models: readonly StagedModel[],
  signal: AbortSignal,
): Promise<boolean> {
  if (models.length === 0) return false;
  const files = models.map(({ runId, bytes }) => ({ path: modelPath(runId), content: bytes }));
  const toolsGaveWay = await pushMakingRoom(phone, files, signal);
  const paths = models.map(({ runId }) => modelPath(runId));
  const hashes = await sha256OnPhone(phone, paths, signal);
  const corrupted = models.find(({ runId, sha256 }) => hashes.get(modelPath(runId)) !== sha256);
  if (corrupted === undefined) return toolsGaveWay;
  throw workerError('PUSH_CORRUPTED', `the model of run ${corrupted.runId} did not arrive as it was sent`);
}
