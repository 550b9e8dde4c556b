import type { Database } from '../../platform/database/index.js';
import { trainerError } from '../errors.js';
import { predictorToOnnx } from '../../predictor/onnx/export-predictor.js';
import { loadRelease } from './load-release.js';
import type { ReleaseVersion } from './promote.js';

/** `farm` is our own format, which holds everything; `onnx` is the regressor alone, for any ONNX runtime. */
export type PredictorFormat = 'onnx' | 'farm';

/**
 * A predictor of a release as a file. Throws RELEASE_NOT_FOUND, PREDICTOR_NOT_FOUND with the groups there are, and
 * PREDICTOR_FILE_INVALID when what is stored is damaged.
 */
export async function exportPredictor(
  database: Database,
  key: ReleaseVersion,
  kernelGroup: string,
  format: PredictorFormat,
): Promise<Uint8Array> {
  const { id, predictors } = await loadRelease(database, key);
  const predictor = predictors.find(({ facts }) => facts.kernelGroup === kernelGroup);
  if (predictor !== undefined) {
    return format === 'onnx' ? predictorToOnnx(predictor) : storedFile(database, id, kernelGroup);
  }
  const groups = predictors.map(({ facts }) => facts.kernelGroup).sort();
  throw trainerError(
    'PREDICTOR_NOT_FOUND',
    `Release ${key.version} has no predictor of ${kernelGroup}; it has ${groups.join(', ')}.`,
    { details: { ...key, kernelGroup } },
  );
}

/** The very bytes that the release's digest is of. */
async function storedFile(database: Database, releaseId: string, kernelGroup: string): Promise<Uint8Array> {
  const { predictor } = await database.prisma.releasePredictor.findFirstOrThrow({
    where: { releaseId, predictor: { kernelGroup } },
    select: { predictor: { select: { artifact: true } } },
  });
  return predictor.artifact;
}
