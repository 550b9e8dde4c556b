import { z } from 'zod';

import type { Campaign, CampaignState, RunState, SqlDatabase } from '../../platform/database/index.js';
import { readCampaignPage } from '../../tables/campaign/campaigns.js';
import { readRounds } from '../../tables/campaign-round/campaign-rounds.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { readJudgements } from '../../tables/packing-judgement/packing-judgements.js';
import type { PackingJudgementRow } from '../../tables/packing-judgement/packing-judgements.js';
import { countReadyPhones } from '../../tables/phone/ready-phones.js';
import { readOpenRunsByPool, readRunGroups } from '../../tables/run/run-counts.js';
import type { OpenRuns, RunGroup } from '../../tables/run/run-counts.js';
import { findCampaign } from './find.js';
import { groupBy } from './group-by.js';

/** Where a campaign stands, as lists tell it. */
export interface CampaignSummary {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly state: CampaignState;
  readonly stateReason: string | null;
  readonly createdAt: Date;
  /** 0 goes first. */
  readonly priority: number;
  /** `SPLIT` are packs that failed and were measured in parts; `total` is of all others. */
  readonly runs: Readonly<Record<RunState, number>> & { readonly total: number };
  /** Of the runs that are done. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Of the runs that failed, by error code. */
  readonly failures: Readonly<Record<string, number>>;
  /** How long phones were held, in all. */
  readonly phoneBusyMs: number;
  /** How long the benchmark tool itself ran, in all. */
  readonly toolMs: number;
  /** The share of the phones' time that was spent inside the benchmark tool; `null` before the first result. */
  readonly phoneBusyShare: number | null;
  /** The most phone time that it may use; `null` where nothing is said. */
  readonly budgetMs: number | null;
  /**
   * How long what is left will take with the phones that are there and no other campaign on them, of an active campaign at the most:
   * until its budget is used up. `null` when nothing is left or nothing is known yet.
   */
  readonly etaSeconds: number | null;
}

/** Where a campaign stands. */
export interface CampaignProgress extends CampaignSummary {
  /** Decisions of an active campaign; none of any other. */
  readonly rounds: readonly CampaignRoundRow[];
  /** What was found of packing, by operator; nothing where it was not checked. */
  readonly packing: readonly PackingJudgementRow[];
}

/**
 * Reads a campaign's progress by its id, the beginning of it, or its name.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function campaignProgress(database: SqlDatabase, id: string): Promise<CampaignProgress> {
  const campaign = await findCampaign(database, id);
  const [[summary], rounds, packing] = await Promise.all([
    summariesOf(database, [campaign]),
    readRounds(database.pool, campaign.id),
    readJudgements(database.pool, campaign.id),
  ]);
  return { ...(summary as CampaignSummary), rounds, packing };
}

/** One page of a list of campaigns, the latest first. */
export interface CampaignList {
  readonly campaigns: readonly CampaignSummary[];
  /** Id of the last campaign where there are more; null on the last page. */
  readonly next: string | null;
}

/** Which campaigns, and how many at once. */
export interface CampaignQuery {
  readonly limit: number;
  readonly after?: string;
  /** Only those that are not over: running or paused. */
  readonly open?: boolean;
}

/**
 * A page of the campaigns, `limit` of them at most, behind the one with the id `after`, or the beginning of it. Costs as many queries however
 * many they are.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function listCampaigns(
  database: SqlDatabase,
  { limit, after, open = false }: CampaignQuery,
): Promise<CampaignList> {
  const behind = after === undefined ? {} : { after: await findCampaign(database, after) };
  const campaigns = await readCampaignPage(database.pool, { limit: limit + 1, open, ...behind });
  const shown = campaigns.slice(0, limit);
  const next = campaigns.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { campaigns: await summariesOf(database, shown), next };
}

async function summariesOf(
  { pool }: SqlDatabase,
  campaigns: readonly Campaign[],
): Promise<CampaignSummary[]> {
  const ids = campaigns.map(({ id }) => id);
  const [groups, open, readyPhones] = await Promise.all([
    readRunGroups(pool, ids),
    readOpenRunsByPool(pool, ids),
    countReadyPhones(pool, ids),
  ]);
  const groupsOf = groupBy(groups, ({ campaignId }) => campaignId);
  const openOf = groupBy(open, ({ campaignId }) => campaignId);
  return campaigns.map((campaign) =>
    summaryOf(campaign, {
      groups: groupsOf.get(campaign.id) ?? [],
      open: openOf.get(campaign.id) ?? [],
      readyPhones: readyPhones.get(campaign.id),
    }),
  );
}

/** What is counted of a campaign. */
interface Counted {
  readonly groups: readonly RunGroup[];
  readonly open: readonly OpenRuns[];
  /** In its pools, of an active campaign with a round; undefined of others. */
  readonly readyPhones: number | undefined;
}

function summaryOf(campaign: Campaign, { groups, open, readyPhones }: Counted): CampaignSummary {
  const counted = groups.filter(({ state }) => state !== 'SPLIT');
  const phoneBusyMs = sum(groups, (group) => group.phoneBusyMs);
  const toolMs = sum(groups, (group) => group.toolMs);
  const budgetMs = budgetOf(campaign.spec);
  return {
    id: campaign.id,
    name: campaign.name,
    owner: campaign.owner,
    state: campaign.state,
    stateReason: campaign.stateReason,
    createdAt: campaign.createdAt,
    priority: campaign.priority,
    runs: { ...countByState(groups), total: sum(counted, (group) => group.count) },
    verdicts: countBy(counted, (group) => group.verdict),
    failures: countBy(groups, (group) =>
      group.state === 'FAILED' ? (group.failureCode ?? 'UNKNOWN') : null,
    ),
    phoneBusyMs,
    toolMs,
    phoneBusyShare: phoneBusyMs > 0 ? toolMs / phoneBusyMs : null,
    budgetMs,
    etaSeconds:
      campaign.state === 'RUNNING' && readyPhones !== undefined && budgetMs !== null
        ? secondsOfBudget(readyPhones, budgetMs - phoneBusyMs)
        : remainingSeconds(groups, open),
  };
}

const budgetSchema = z.looseObject({
  active: z.looseObject({ budgetPhoneMinutes: z.number() }).optional(),
  budget: z.looseObject({ phoneMinutes: z.number() }).optional(),
});

function budgetOf(spec: unknown): number | null {
  const { data } = budgetSchema.safeParse(spec);
  const minutes = data?.active?.budgetPhoneMinutes ?? data?.budget?.phoneMinutes;
  return minutes === undefined ? null : minutes * 60_000;
}

/** The pool that needs longest decides. */
function remainingSeconds(groups: readonly RunGroup[], open: readonly OpenRuns[]): number | null {
  const measured = sum(groups, (group) => group.measured);
  if (measured === 0 || open.length === 0) return null;
  const meanBusyMs = sum(groups, (group) => group.phoneBusyMs) / measured;
  return Math.max(...open.map(({ runs, phones }) => (runs * meanBusyMs) / Math.max(phones, 1) / 1000));
}

/** How long the phones of an active campaign's pools take to use up what is left of its budget. */
function secondsOfBudget(readyPhones: number, leftMs: number): number {
  return Math.max(0, leftMs) / Math.max(1, readyPhones) / 1000;
}

function countByState(groups: readonly RunGroup[]): Record<RunState, number> {
  const counts = { PENDING: 0, RUNNING: 0, DONE: 0, FAILED: 0, CANCELLED: 0, SPLIT: 0 };
  for (const { state, count } of groups) counts[state] += count;
  return counts;
}

function countBy(
  groups: readonly RunGroup[],
  keyOf: (group: RunGroup) => string | null,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const group of groups) {
    const key = keyOf(group);
    if (key !== null) counts[key] = (counts[key] ?? 0) + group.count;
  }
  return counts;
}

function sum(groups: readonly RunGroup[], valueOf: (group: RunGroup) => number): number {
  return groups.reduce((total, group) => total + valueOf(group), 0);
}
