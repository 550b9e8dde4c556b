import type { CostBasis } from '../cost/run-cost.js';

/** What a campaign is thought to take in one scenario on one pool. */
export interface PlaceEstimate {
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly runs: number;
  readonly phoneMinutes: number;
  /** `prior`: nothing was measured, and what phones have in common tells it. */
  readonly basis: CostBasis | 'prior';
  /** How many past runs the basis is made of. */
  readonly pastRuns: number;
}

/** What a campaign is thought to take on the phones of one pool, all scenarios together. */
export interface PoolEstimate {
  readonly poolKey: string;
  readonly deviceModel: string;
  /** Phones that share the work: those that are ready, or all where none is. */
  readonly phones: number;
  readonly readyPhones: number;
  readonly runs: number;
  readonly phoneMinutes: number;
  readonly calendarMinutes: number;
}

/** The error that an active campaign is thought to have reached when so many configurations are measured. */
export interface ExpectedError {
  readonly configurations: number;
  /** In one scenario on one pool. */
  readonly phoneMinutes: number;
  /** Median, least and most of past campaigns, percent. */
  readonly expectedErrorPercent: number;
  readonly leastPercent: number;
  readonly mostPercent: number;
  /** Past campaigns, each scenario on each pool for itself, that had come so far. */
  readonly campaigns: number;
}

/** What `farm campaign estimate` tells. */
export interface CampaignEstimate {
  readonly name: string;
  readonly models: number;
  readonly runs: number;
  readonly phoneMinutes: number;
  /** With the phones that are attached, and no other campaign on them: the pool that needs longest. */
  readonly calendarMinutes: number;
  readonly budgetPhoneMinutes: number | null;
  readonly places: readonly PlaceEstimate[];
  readonly pools: readonly PoolEstimate[];
  /** Of an active campaign; `null` for others. */
  readonly active: ActiveEstimate | null;
  /** What the numbers do not say by themselves. */
  readonly notes: readonly string[];
}

export interface ActiveEstimate {
  /** How many may be chosen from. */
  readonly candidates: number;
  /** How many the budget pays for in each scenario on each pool, at the least. */
  readonly configurations: number;
  readonly errorByBudget: readonly ExpectedError[];
}
