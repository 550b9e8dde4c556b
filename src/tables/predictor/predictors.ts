// The SQL of "Predictor" and "ReleasePredictor", inside transactions. What only reads them goes through Prisma, save
// what answers (release/stored-releases.ts).
import { createHash, randomUUID } from 'node:crypto';

import { insertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** Whose predictors they are. */
interface PredictorOwner {
  readonly releaseId: string;
  readonly deviceModel: string;
  readonly scenarioId: string;
  readonly version: number;
}

/** What is stored of a predictor beside whose it is. */
export interface StoredPredictor {
  readonly facts: {
    readonly kernelGroup: string;
    readonly learner: string;
    readonly trainingSetHash: string;
    readonly trainingRows: number;
    readonly metrics: unknown;
    readonly seed: number;
    readonly codeVersion: string;
  };
  toBytes(): Uint8Array;
}

/** Stores the predictors of a release, and that they are its own: two statements, however many there are. */
export async function insertPredictors(
  connection: Connection,
  { releaseId, deviceModel, scenarioId, version }: PredictorOwner,
  predictors: readonly StoredPredictor[],
): Promise<void> {
  const ids = predictors.map(() => randomUUID());
  const artifacts = predictors.map((predictor) => Buffer.from(predictor.toBytes()));
  const facts = predictors.map((predictor) => predictor.facts);
  await insertRows(connection, {
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
  await insertRows(connection, {
    table: 'ReleasePredictor',
    columns: {
      releaseId: { type: 'uuid', values: ids.map(() => releaseId) },
      predictorId: { type: 'uuid', values: ids },
    },
  });
}
