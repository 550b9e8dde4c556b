// The SQL of "Predictor" and "ReleasePredictor", inside transactions. What only reads them goes through Prisma.
import { createHash, randomUUID } from 'node:crypto';

import type { ClientBase } from 'pg';

import { insertRows } from '../../../platform/database/index.js';
import type { KernelPredictor } from '../../../predictor/kernels/kernel-predictor.js';

/** Whose predictors they are. */
interface PredictorOwner {
  readonly releaseId: string;
  readonly deviceModel: string;
  readonly scenarioId: string;
  readonly version: number;
}

/** Stores the predictors of a release, and that they are its own: two statements, however many there are. */
export async function insertPredictors(
  client: ClientBase,
  { releaseId, deviceModel, scenarioId, version }: PredictorOwner,
  predictors: readonly KernelPredictor[],
): Promise<void> {
  const ids = predictors.map(() => randomUUID());
  const artifacts = predictors.map((predictor) => Buffer.from(predictor.toBytes()));
  const facts = predictors.map((predictor) => predictor.facts);
  await insertRows(client, {
    table: 'Predictor',
    columns: {
      id: { type: 'uuid', values: ids },
      scenarioId: { type: 'uuid', values: ids.map(() => scenarioId) },
      deviceModel: { type: 'text', values: ids.map(() => deviceModel) },
      kernelGroup: { type: 'text', values: facts.map(({ kernelGroup }) => kernelGroup) },
      version: { type: 'integer', values: ids.map(() => version) },
      learner: { type: 'text', values: facts.map(({ learner }) => learner) },
      artifact: { type: 'bytea', values: artifacts },
      artifactSha256: {
        type: 'text',
        values: artifacts.map((artifact) => createHash('sha256').update(artifact).digest('hex')),
      },
      trainingSetHash: { type: 'text', values: facts.map(({ trainingSetHash }) => trainingSetHash) },
      trainingRows: { type: 'integer', values: facts.map(({ trainingRows }) => trainingRows) },
      metrics: { type: 'jsonb', values: facts.map(({ metrics }) => JSON.stringify(metrics)) },
      seed: { type: 'integer', values: facts.map(({ seed }) => seed) },
      codeVersion: { type: 'text', values: facts.map(({ codeVersion }) => codeVersion) },
    },
  });
  await insertRows(client, {
    table: 'ReleasePredictor',
    columns: {
      releaseId: { type: 'uuid', values: ids.map(() => releaseId) },
      predictorId: { type: 'uuid', values: ids },
    },
  });
}
