import { z } from 'zod';

import type {
  GateReport,
  PredictorSummary,
  ReleaseDetails,
  ReleaseHistoryEntry,
  ReleaseSummary,
} from '../../trainer/index.js';
import { notesSchema } from '../../trainer/registry/release-notes.js';
import { moment } from './common.js';
import type { IsTold } from './told.js';

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

/** What the gate found, and which release answers since. */
export const promotionSchema = z.object({
  version: z.int().nullable().describe('the release that answers now'),
  passed: z.boolean().describe('whether the gate let it pass: it answers now, else it was rejected'),
  gate: z.object({
    passed: z.boolean(),
    configurations: z.int().describe('frozen ones that it was judged by'),
    errorPercent: z.number().optional().describe('of the networks that it was judged by'),
    checks: z.array(
      z.object({
        name: z.string(),
        passed: z.boolean(),
        judged: z.boolean().describe('false where there was too little to judge by'),
        detail: z.string(),
      }),
    ),
  }),
});

true satisfies IsTold<(typeof promotionSchema)['shape']['gate'], GateReport>;
true satisfies IsTold<typeof releaseSchema, ReleaseSummary>;
true satisfies IsTold<typeof releaseHistorySchema, ReleaseHistoryEntry[]>;
true satisfies IsTold<typeof predictorSchema, PredictorSummary>;
true satisfies IsTold<typeof releaseDetailsSchema, ReleaseDetails>;
