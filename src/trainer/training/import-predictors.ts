import type { Database } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/errors.js';
import { PredictorError } from '../../predictor/errors.js';
import { KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import { noOverhead } from '../../predictor/totals/overhead.js';
import { judgeImported } from '../calibration/judge-imported.js';
import { loadRelease } from '../registry/load-release.js';
import type { ReleaseNotes } from '../registry/release-notes.js';
import { storeRelease } from '../registry/store-release.js';
import { readTrainingSet } from '../training-set/training-set.js';

const sampleKinds = ['OPERATIONS', 'ARCHITECTURE', 'FILE'] as const;

export interface ImportPredictorsOptions {
  /** Contents of files as {@link KernelPredictor.toBytes} writes them, one a kernel group, each with a name for messages. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Kept in the history. */
  readonly actor: string;
}

/** A candidate made of predictors that came from files. */
export interface ImportedRelease {
  readonly releaseId: string;
  readonly version: number;
  /** Kernel groups whose predictors came from the files. */
  readonly imported: readonly string[];
  /** Kernel groups whose predictors, like overhead and intervals, are those of the release that answers now. */
  readonly kept: readonly string[];
}

/**
 * Stores predictors from files as a candidate: the release that answers now with these in place of its own. It answers nothing until
 * the gate promotes it. Their intervals rest on what the farm itself measured. All files are read and checked before anything is stored. Throws PREDICTOR_FILE_INVALID and
 * PREDICTOR_FORMAT_UNSUPPORTED naming the file, and RELEASE_NOT_FOUND for an unknown scenario.
 */
export async function importPredictors(
  database: Database,
  { files, deviceModel, scenarioKey, actor }: ImportPredictorsOptions,
): Promise<ImportedRelease> {
  const predictors = readAll(files);
  const incumbent = await answeringRelease(database, { deviceModel, scenarioKey });
  const imported = predictors.map(({ facts }) => facts.kernelGroup);
  const kept = incumbent?.predictors.filter(({ facts }) => !imported.includes(facts.kernelGroup)) ?? [];
  const { rows } = await readTrainingSet(database, { deviceModel, scenarioKey, sampleKinds });
  const { trainingSetHash, seed, codeVersion } = (predictors[0] as KernelPredictor).facts;
  const stored = await storeRelease(database, {
    deviceModel,
    scenarioKey,
    predictors: [...predictors, ...kept],
    overhead: incumbent?.overhead ?? noOverhead,
    calibration: judgeImported(predictors, rows, incumbent),
    metrics: { groups: [], imported } satisfies ReleaseNotes,
    trainingSetHash,
    seed,
    codeVersion,
    state: 'CANDIDATE',
    made: { kind: 'imported', actor },
  });
  return { ...stored, imported, kept: kept.map(({ facts }) => facts.kernelGroup) };
}

function readAll(files: ImportPredictorsOptions['files']): KernelPredictor[] {
  const fileOf = new Map<string, string>();
  const predictors = files.map(({ name, bytes }) => {
    const predictor = readOne(name, bytes);
    const { kernelGroup } = predictor.facts;
    const before = fileOf.get(kernelGroup);
    if (before !== undefined) throw invalidFile(name, `${before} has a predictor of ${kernelGroup} too`);
    fileOf.set(kernelGroup, name);
    return predictor;
  });
  if (predictors.length === 0) throw invalidFile('nothing', 'no file was named');
  return predictors;
}

function readOne(name: string, bytes: Uint8Array): KernelPredictor {
  try {
    return KernelPredictor.fromBytes(bytes);
  } catch (cause) {
    if (!(cause instanceof PredictorError)) throw cause;
    throw new PredictorError(cause.code, `${name}: ${cause.message}`, { cause, details: { file: name } });
  }
}

function invalidFile(name: string, problem: string): Error {
  return new PredictorError('PREDICTOR_FILE_INVALID', `${name}: ${problem}.`, { details: { file: name } });
}

async function answeringRelease(
  database: Database,
  key: { readonly deviceModel: string; readonly scenarioKey: string },
): Promise<LoadedRelease | undefined> {
  try {
    return await loadRelease(database, key);
  } catch (error) {
    if (isFarmError(error, 'RELEASE_NOT_FOUND')) return undefined;
    throw error;
  }
}
