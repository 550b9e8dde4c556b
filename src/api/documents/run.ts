import { z } from 'zod';

import type { RunDetails } from '../../orchestrator/runs/show-run.js';
import type { RunList } from '../../orchestrator/runs/list-runs.js';
import type { RunLog } from '../../orchestrator/runs/run-log.js';
import { verdicts } from '../../records/verdict.js';
import type { CampaignResults } from '../../trainer/index.js';
import { moment, shortText } from './common.js';
import type { IsTold } from './told.js';

const count = z.int().nullable();
const micros = z.number().nullable();

/** A run as a list shows it; times in microseconds, null where nothing was measured. */
export const runSchema = z.object({
  id: z.string(),
  campaignId: z.string(),
  campaign: z.string(),
  sample: z.string(),
  scenario: z.string(),
  pool: z.string(),
  deviceModel: z.string(),
  phone: z.string().nullable().describe('serial number of the phone that executed it last'),
  repetition: z.int(),
  attempts: z.int(),
  state: z.enum(['PENDING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'SPLIT']),
  verdict: z.string().nullable(),
  verdictReason: z.string().nullable(),
  failureCode: z.string().nullable(),
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  inferenceMeanUs: micros,
  inferenceStdUs: micros,
  inferenceCount: count,
});

/** One page of a list of runs. */
export const runListSchema = z.object({
  runs: z.array(runSchema),
  next: z.string().nullable().describe('ask for the page after it with ?after=; null on the last one'),
});

/** What a page of runs can be chosen by, one by one. */
export const runQueryFields = z.strictObject({
  campaign: shortText.optional().describe('its id, the beginning of it, or its name'),
  phone: shortText.optional().describe('serial number'),
  verdict: z.enum(verdicts).optional(),
  failed: z.stringbool().optional().describe('only those that failed and are not tried again'),
  running: z.stringbool().optional().describe('only those that a phone executes now'),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  after: shortText.optional(),
});

/** Which runs, and which page of them. */
export const runQuerySchema = runQueryFields.refine(
  ({ failed, running }) => failed !== true || running !== true,
  { path: ['running'], error: 'expected none beside failed: no run is both' },
);

/** What a run says of one operation. */
export const opTimingSchema = z.object({
  ordinal: z.int().describe('place in the execution order'),
  operationIndex: z.int().nullable().describe('in the model file'),
  operator: z.string(),
  kernel: z.string().nullable(),
  configurationHash: z.string().nullable(),
  meanUs: z.number(),
  stdUs: micros,
  firstUs: z.number(),
  count: z.int(),
  sharedRow: z.boolean().describe('one row stands for this operation and others'),
});

/** All that is stored of a run but its output, with its op timings. */
export const runDetailsSchema = runSchema.extend({
  key: z.string(),
  sampleKind: z.enum(['OPERATIONS', 'ARCHITECTURE', 'FILE']),
  sampleSpec: z
    .unknown()
    .describe('what was measured: operations with their configurations, an architecture, or a file'),
  campaignSpec: z.unknown().describe('the campaign as it was submitted'),
  failureBlame: z.string().nullable(),
  failureMessage: z.string().nullable(),
  phoneBusyMs: micros,
  toolMs: micros,
  initUs: micros,
  firstInferenceUs: micros,
  warmupMeanUs: micros,
  inferenceMinUs: micros,
  inferenceMaxUs: micros,
  operationSumUs: micros,
  clockSource: z.string().nullable(),
  toolReport: z
    .unknown()
    .describe('what the tool tells beside the latency: percentiles, memory, nodes of a delegate'),
  commandLine: z.array(z.string()),
  conditions: z.unknown().describe('heat, clocks, battery, governor before, during and after'),
  benchmarkBinarySha256: z.string().nullable(),
  modelSha256: z.string().nullable(),
  parserVersion: count,
  earlierMeasurements: z.array(z.unknown()).describe('what gave way to a later measurement'),
  createdAt: moment,
  outputBytes: count.describe('of the output that is kept, compressed'),
  operations: z.array(opTimingSchema),
  energy: z
    .object({ samples: z.int(), meanPowerMw: z.number(), energyMj: z.number(), uncertaintyMj: z.number() })
    .nullable()
    .describe('of one inference, the whole phone; null where the phone does not tell'),
});

const predictedTotal = {
  predictedUs: micros,
  lowUs: micros,
  highUs: micros,
  errorPercent: micros,
  inInterval: z.boolean().nullable(),
  notPredicted: z.string().nullable().describe('why nothing is predicted'),
  releaseVersion: count,
};

/** A run beside what the release that answers now says of it, which may have learned from it. */
export const runPredictionSchema = z.object({
  total: z.object(predictedTotal),
  operations: z.array(
    opTimingSchema.extend({
      predictedUs: micros,
      errorPercent: micros,
      extrapolated: z.boolean().nullable().describe('outside what was learned from'),
    }),
  ),
});

/** What the benchmark tool printed. */
export const runOutputSchema = z.object({
  id: z.string(),
  exitCode: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  profile: z.string().nullable().describe("the tool's own profile, where it wrote one"),
  profiledStdout: z.string().nullable().describe('of a second execution with the profiler'),
  profiledStderr: z.string().nullable(),
});

/** A network of a campaign in a scenario on a pool: measured beside predicted. */
const resultSchema = z.object({
  ordinal: z.int(),
  kind: z.enum(['operations', 'architecture', 'file']),
  sample: z.string(),
  scenario: z.string(),
  pool: z.string(),
  deviceModel: z.string(),
  runs: z.int(),
  open: z.int(),
  failed: z.int(),
  measured: z.int().describe('runs that the numbers rest on'),
  isOk: z.boolean(),
  meanUs: micros,
  leastMeanUs: micros,
  greatestMeanUs: micros,
  inferenceStdUs: micros,
  betweenRunsPercent: micros,
  verdicts: z.array(z.string()),
  failures: z.array(z.string()),
  ...predictedTotal,
});

/** One page of a campaign's results. */
export const resultListSchema = z.object({
  results: z.array(resultSchema),
  next: z.int().nullable().describe('ask for the page after it with ?after=; null on the last one'),
});

true satisfies IsTold<typeof runListSchema, RunList>;
true satisfies IsTold<typeof opTimingSchema, Omit<RunDetails['operations'][number], 'runId'>>;
true satisfies IsTold<typeof runDetailsSchema, Omit<RunDetails, 'operations'>>;
true satisfies IsTold<typeof runOutputSchema, Record<keyof RunLog, string>>;
true satisfies IsTold<typeof resultListSchema, CampaignResults>;
