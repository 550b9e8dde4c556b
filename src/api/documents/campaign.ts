import { z } from 'zod';

import type { CampaignList, CampaignProgress } from '../../orchestrator/index.js';
import { moment, shortText } from './common.js';
import type { IsTold } from './told.js';

const counts = z.record(z.string(), z.int());

const roundSchema = z.object({
  ordinal: z.int(),
  scenarioKey: z.string(),
  poolKey: z.string(),
  state: z.enum(['MEASURING', 'MEASURED', 'ENDED']),
  reason: z.string().nullable(),
  strategy: z.string(),
  choices: z.array(z.string()).describe('hashes of configurations'),
  architectures: z.array(z.string()),
  sources: z.array(z.string()),
  expectedCostMs: z.number(),
  spentMs: z.number(),
  estimate: z
    .object({ measured: z.int(), expectedErrorPercent: z.number(), networksWithinPercent: z.number() })
    .nullable(),
});

const packingSchema = z.object({
  scenarioKey: z.string(),
  poolKey: z.string(),
  operator: z.string(),
  decision: z.enum(['AGREES', 'CORRECTED', 'REFUSED']),
  ratio: z.number(),
  spread: z.number(),
  configurations: z.int(),
});

/** Where a campaign stands, as `farm campaign show --json` prints it. */
export const campaignSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  state: z.enum(['DRAFT', 'RUNNING', 'PAUSED', 'DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED']),
  stateReason: z.string().nullable(),
  createdAt: moment,
  priority: z.int().describe('0 goes first'),
  runs: counts.describe('by state; SPLIT are packs measured in parts, total is of all others'),
  verdicts: counts.describe('of the runs that are done'),
  failures: counts.describe('of the runs that failed, by error code'),
  phoneBusyMs: z.number().describe('how long phones were held'),
  toolMs: z.number().describe('how long the benchmark tool ran'),
  phoneBusyShare: z.number().nullable(),
  budgetMs: z.number().nullable(),
  etaSeconds: z.number().nullable(),
  rounds: z.array(roundSchema).describe('decisions of an active campaign'),
  packing: z.array(packingSchema).describe('what was found of packing, by operator'),
});

/** Which page of the campaigns. */
export const campaignQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  after: shortText.optional().describe('go on behind this campaign: its id, or the beginning of it'),
  open: z.stringbool().optional().describe('only those that are not over: running or paused'),
});

/** A page of campaigns, as `farm campaign ls --json` prints it. */
export const campaignListSchema = z.object({
  campaigns: z.array(campaignSchema.omit({ rounds: true, packing: true })),
  next: z.string().nullable().describe('the last id where there are more: ask for what is behind it'),
});

true satisfies IsTold<typeof campaignSchema, CampaignProgress>;
true satisfies IsTold<typeof campaignListSchema, CampaignList>;
