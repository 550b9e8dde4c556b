import { isFarmError } from '../../../platform/index.js';
import type { FarmError } from '../../../platform/index.js';
import type { BuiltModel } from './build-model.js';
import type { RunTask } from './load-tasks.js';

/** A run with its model, or with the reason why there is none. */
export type BuiltTask =
  | { readonly task: RunTask; readonly model: BuiltModel }
  | { readonly task: RunTask; readonly failure: FarmError };

/** Most bytes of models that are held in memory, and put on a phone, at once. A larger model is a chunk of its own. */
const maxChunkBytes = 64 * 1024 * 1024;

/** Builds the model of a run. What it throws, if that is a FarmError, speaks of that model alone. */
export type ModelBuilder = (task: RunTask) => Promise<BuiltModel>;

/** Builds models of the next runs of a list, and takes them off it, until there are enough for one push. */
export async function buildChunk(waiting: RunTask[], buildModel: ModelBuilder): Promise<BuiltTask[]> {
  const chunk: BuiltTask[] = [];
  let bytes = 0;
  for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
    const built = await build(task, buildModel);
    chunk.push(built);
    if ('model' in built) bytes += built.model.bytes.length;
    if (bytes >= maxChunkBytes) break;
  }
  return chunk;
}

async function build(task: RunTask, buildModel: ModelBuilder): Promise<BuiltTask> {
  try {
    return { task, model: await buildModel(task) };
  } catch (error) {
    if (isFarmError(error)) return { task, failure: error };
    throw error;
  }
}

/** The models of those runs that have one, to be put on a phone. */
export function stagedModels(
  chunk: readonly BuiltTask[],
): { readonly runId: string; readonly bytes: Uint8Array; readonly sha256: string }[] {
  return chunk.flatMap((built) =>
    'model' in built
      ? [{ runId: built.task.runId, bytes: built.model.bytes, sha256: built.model.sha256 }]
      : [],
  );
}
