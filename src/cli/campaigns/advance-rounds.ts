import { endRounds, storeRound } from '../../orchestrator/index.js';
import type { ActiveCampaign, PlannedRound, RoundDecision, RoundPlace } from '../../orchestrator/index.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { readUsage } from '../../tables/run/run-counts.js';
import type { Services } from '../context/services.js';
import { reasonToEnd } from './reason-to-end.js';

/** Where campaigns and their jobs are kept. */
export type Stores = Pick<Services, 'database' | 'queues'>;

/** After so many rounds of which nothing could be measured, a place ends: the next one would go wrong too. */
export const fruitlessRounds = 2;

/** Why a place ends of whose last rounds nothing could be measured. */
export const fruitlessReason = `nothing of the last ${fruitlessRounds} rounds could be measured`;

/** What is to be measured next in a place, and what is known there. */
export interface DecidedRound {
  readonly decision: Omit<RoundDecision, 'spentMs'>;
  readonly planned: PlannedRound;
  /** Why no further round can tell anything. */
  readonly hopeless: string | undefined;
}

/**
 * Stores the next round of a place when the last one is measured, or that its rounds end: why they have, and `undefined` while they go on.
 * `decide` is asked only when a round is to be decided.
 */
export async function advanceRounds(
  { database, queues }: Stores,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
  decide: () => Promise<DecidedRound>,
): Promise<string | undefined> {
  const last = rounds.at(-1);
  if (last?.state === 'ENDED') return last.reason ?? '';
  const usage = await readUsage(database.pool, place);
  if (usage.open > 0) return undefined;
  const { decision: decided, planned, hopeless } = await decide();
  const decision = { ...decided, spentMs: usage.busyMs };
  const reason = hopeless ?? reasonToEnd(decision.estimate, planned, rounds, settings);
  if (reason === undefined) await storeRound(database, queues, place, decision, planned);
  else await endRounds(database, place, decision, reason);
  return reason;
}
