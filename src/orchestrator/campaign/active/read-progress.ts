import type { Database, RoundState, SqlDatabase } from '../../../platform/database/index.js';
import type { ActivePool } from './candidates.js';

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
export async function campaignRounds(database: SqlDatabase, campaignId: string): Promise<CampaignRoundRow[]> {
  const { rows } = await database.pool.query<CampaignRoundRow>(
    `SELECT c.ordinal, s.key AS "scenarioKey", p.key AS "poolKey", c.state, c.reason, c.strategy, c.choices,
            c.architectures, c.sources, c."expectedCostMs", c."spentMs", c.estimate
       FROM "CampaignRound" c JOIN "Scenario" s ON s.id = c."scenarioId" JOIN "Pool" p ON p.id = c."poolId"
      WHERE c."campaignId" = $1 ORDER BY s.key, p.key, c.ordinal`,
    [campaignId],
  );
  return rows;
}

/** What an active campaign chooses from, as it was stored. */
export async function readActivePool(database: Database, campaignId: string): Promise<ActivePool> {
  const { rows } = await database.pool.query<{
    networks: ActivePool['networks'];
    architectures: ActivePool['architectures'];
    candidates: ActivePool['candidates'];
  }>(
    `SELECT c.networks, c.architectures,
            (SELECT json_agg(json_build_object('hash', k.hash, 'configuration', k.spec) ORDER BY h.place)
               FROM jsonb_array_elements_text(c."configurationHashes") WITH ORDINALITY AS h(hash, place)
               JOIN "Configuration" k ON k.hash = h.hash) AS candidates
       FROM "CampaignCandidates" c WHERE c."campaignId" = $1`,
    [campaignId],
  );
  return rows[0] ?? { candidates: [], networks: [], architectures: [] };
}

/**
 * Runs of a campaign in a scenario on a pool: how many are open, and the phone time that the others took.
 */
export async function runUsage(
  database: Database,
  campaignId: string,
  scenarioKey: string,
  poolKey: string,
): Promise<{ readonly open: number; readonly busyMs: number }> {
  const { rows } = await database.pool.query<{ open: number; busyMs: number }>(
    `SELECT count(*) FILTER (WHERE r.state IN ('PENDING', 'RUNNING'))::int AS open,
            coalesce(sum(r."phoneBusyMs"), 0) AS "busyMs"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE r."campaignId" = $1 AND s.key = $2 AND p.key = $3`,
    [campaignId, scenarioKey, poolKey],
  );
  return rows[0] ?? { open: 0, busyMs: 0 };
}
