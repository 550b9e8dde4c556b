import { z } from 'zod';

import { moment } from './common.js';

const notesSchema = z.object({
  groups: z.array(
    z.object({
      kernelGroup: z.string(),
      learner: z.string(),
      configurations: z.number(),
      mapePercent: z.number().optional(),
    }),
  ),
  learnedFrom: z
    .object({
      operationTimings: z.int(),
      networkTimings: z.int(),
      networks: z.int(),
      from: z.enum(['operations', 'networks', 'both']),
      learner: z.string(),
    })
    .optional(),
  heldOut: z
    .object({ operationsPercent: z.number(), networksPercent: z.number().optional() })
    .optional()
    .describe('mean error of what was held out while learning'),
  imported: z.array(z.string()).optional(),
});

/** A release, as `farm predictors ls --json` prints it: its notes tell how far off it was. */
export const releaseSchema = z.object({
  id: z.string(),
  deviceModel: z.string(),
  scenarioKey: z.string(),
  version: z.int(),
  state: z.enum(['candidate', 'promoted', 'retired', 'rejected']),
  createdAt: moment,
  trainingSetHash: z.string(),
  seed: z.int(),
  codeVersion: z.string(),
  predictors: z.int(),
  notes: notesSchema,
  pinned: z.boolean(),
});

const historySchema = z.object({ at: moment, version: z.int(), kind: z.string(), actor: z.string() });

/** What happened to the releases of a device model in a scenario. */
export const releaseHistorySchema = z.array(historySchema);

/** A predictor of a release, without its file. */
export const predictorSchema = z.object({
  kernelGroup: z.string(),
  learner: z.string(),
  trainingRows: z.int(),
  artifactSha256: z.string(),
  metrics: z.unknown().describe('errors by the learners that were tried'),
});

/** A release with its predictors, its gate report and its history. */
export const releaseDetailsSchema = releaseSchema.extend({
  overhead: z.unknown(),
  calibration: z.unknown(),
  gateReport: z.unknown(),
  groups: z.array(predictorSchema),
  history: releaseHistorySchema,
});
