import { z } from 'zod';

import type { CampaignState, RunState, SqlDatabase } from '../../platform/database/index.js';
import { campaignIds } from '../../tables/campaign/campaigns.js';
import { readRounds } from '../../tables/campaign-round/campaign-rounds.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { readJudgements } from '../../tables/packing-judgement/packing-judgements.js';
import type { PackingJudgementRow } from '../../tables/packing-judgement/packing-judgements.js';
import { countReadyPhones } from '../../tables/phone/ready-phones.js';
import { readOpenRunsByPool, readRunGroups } from '../../tables/run/run-counts.js';
import type { RunGroup } from '../../tables/run/run-counts.js';
import { findCampaign } from './find.js';

/** Where a campaign stands. */
export interface CampaignProgress {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly state: CampaignState;
  readonly stateReason: string | null;
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
  /** Decisions of an active campaign; none of any other. */
  readonly rounds: readonly CampaignRoundRow[];
  /** What was found of packing, by operator; nothing where it was not checked. */
  readonly packing: readonly PackingJudgementRow[];
}

/**
 * Reads a campaign's progress by its id, or the beginning of it.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function campaignProgress(database: SqlDatabase, id: string): Promise<CampaignProgress> {
  const campaign = await findCampaign(database, id);
  const groups = await readRunGroups(database.pool, campaign.id);
  const counted = groups.filter(({ state }) => state !== 'SPLIT');
  const phoneBusyMs = sum(groups, (group) => group.phoneBusyMs);
  const toolMs = sum(groups, (group) => group.toolMs);
  const budgetMs = budgetOf(campaign.spec);
  const rounds = await readRounds(database.pool, campaign.id);
  return {
    id: campaign.id,
    name: campaign.name,
    owner: campaign.owner,
    state: campaign.state,
    stateReason: campaign.stateReason,
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
      campaign.state === 'RUNNING' && rounds.length > 0 && budgetMs !== null
        ? await secondsOfBudget(database, campaign.id, budgetMs - phoneBusyMs)
        : await remainingSeconds(database, campaign.id, groups),
    rounds,
    packing: await readJudgements(database.pool, campaign.id),
  };
}

/** The progress of all campaigns, the latest first. */
export async function allCampaignProgress(database: SqlDatabase): Promise<readonly CampaignProgress[]> {
  const ids = await campaignIds(database.pool);
  return Promise.all(ids.map((id) => campaignProgress(database, id)));
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
async function remainingSeconds(
  database: SqlDatabase,
  campaignId: string,
  groups: readonly RunGroup[],
): Promise<number | null> {
  const measured = sum(groups, (group) => group.measured);
  if (measured === 0) return null;
  const meanBusyMs = sum(groups, (group) => group.phoneBusyMs) / measured;
  const rows = await readOpenRunsByPool(database.pool, campaignId);
  if (rows.length === 0) return null;
  return Math.max(...rows.map(({ runs, phones }) => (runs * meanBusyMs) / Math.max(phones, 1) / 1000));
}

/** How long the phones of an active campaign's pools take to use up what is left of its budget. */
async function secondsOfBudget(database: SqlDatabase, campaignId: string, leftMs: number): Promise<number> {
  const phones = await countReadyPhones(database.pool, campaignId);
  return Math.max(0, leftMs) / Math.max(1, phones) / 1000;
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
