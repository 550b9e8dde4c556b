import { randomUUID } from 'node:crypto';

import type { RoundState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** What is thought of a pool of candidates before a round. */
export interface RoundEstimate {
  /** Configurations measured so far. */
  readonly measured: number;
  /** Mean error of networks, percent. */
  readonly expectedErrorPercent: number;
  /** Share of networks inside the target's range, percent. */
  readonly networksWithinPercent: number;
}

/** A stored round. */
export interface CampaignRoundRow {
  readonly ordinal: number;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly state: RoundState;
  readonly reason: string | null;
  readonly strategy: string;
  readonly choices: readonly string[];
  /** Networks that are measured whole. */
  readonly architectures: readonly string[];
  /** Phones already profiled that were listened to, as `scenario@pool`. */
  readonly sources: readonly string[];
  readonly expectedCostMs: number;
  /** Phone time that the place had used before. */
  readonly spentMs: number;
  readonly estimate: RoundEstimate | null;
}

/** Rounds of a campaign: scenario by scenario, pool by pool, in their order. None for one that is not active. */
export async function readRounds(connection: Connection, campaignId: string): Promise<CampaignRoundRow[]> {
  const { rows } = await connection.query<CampaignRoundRow>(
    `SELECT c.ordinal, s.key AS "scenarioKey", p.key AS "poolKey", c.state, c.reason, c.strategy, c.choices,
            c.architectures, c.sources, c."expectedCostMs", c."spentMs", c.estimate
       FROM "CampaignRound" c JOIN "Scenario" s ON s.id = c."scenarioId" JOIN "Pool" p ON p.id = c."poolId"
      WHERE c."campaignId" = $1 ORDER BY s.key, p.key, c.ordinal`,
    [campaignId],
  );
  return rows;
}

/** A round to store; with a reason it is the last of its place. */
export type NewRound = Omit<CampaignRoundRow, 'state'> & { readonly campaignId: string };

/** False when the round is there already. The rounds before it are over then. */
export async function storeNewRound(connection: Connection, round: NewRound): Promise<boolean> {
  const { campaignId, scenarioKey, poolKey, ordinal, reason, strategy, choices, architectures, sources } =
    round;
  const { rowCount } = await connection.query(
    `INSERT INTO "CampaignRound" (id, "campaignId", "scenarioId", "poolId", ordinal, state, reason, strategy, choices,
                                  architectures, sources, "expectedCostMs", "spentMs", estimate)
     SELECT $1, $2, s.id, p.id, $5, (CASE WHEN $6::text IS NULL THEN 'MEASURING' ELSE 'ENDED' END)::"RoundState", $6, $7, $8,
            $9, $10, $11, $12, $13
       FROM "Scenario" s, "Pool" p WHERE s.key = $3 AND p.key = $4
     ON CONFLICT DO NOTHING`,
    [
      ...[randomUUID(), campaignId, scenarioKey, poolKey, ordinal, reason, strategy],
      ...[choices, architectures, sources, round.expectedCostMs, round.spentMs],
      round.estimate === null ? null : JSON.stringify(round.estimate),
    ],
  );
  if (rowCount !== 1) return false;
  await connection.query(
    `UPDATE "CampaignRound" c SET state = 'MEASURED' FROM "Scenario" s, "Pool" p
      WHERE c."campaignId" = $1 AND s.id = c."scenarioId" AND s.key = $2 AND p.id = c."poolId" AND p.key = $3
        AND c.ordinal < $4`,
    [campaignId, scenarioKey, poolKey, ordinal],
  );
  return true;
}

/** What was thought before a round of any campaign. */
export interface PastEstimate {
  /** One campaign in one scenario on one pool. */
  readonly place: string;
  readonly sameScenario: boolean;
  readonly estimate: RoundEstimate;
}

/** Estimates of all rounds that have one, place by place, in their order. */
export async function readPastEstimates(
  connection: Connection,
  scenarioKeys: readonly string[],
): Promise<PastEstimate[]> {
  const { rows } = await connection.query<PastEstimate>(
    `SELECT c."campaignId" || ' ' || c."scenarioId" || ' ' || c."poolId" AS place, s.key = ANY($1) AS "sameScenario", c.estimate
       FROM "CampaignRound" c JOIN "Scenario" s ON s.id = c."scenarioId"
      WHERE jsonb_typeof(c.estimate) = 'object' ORDER BY 1, c.ordinal`,
    [scenarioKeys],
  );
  return rows;
}
