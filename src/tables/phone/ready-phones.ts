import type { Connection } from '../connection.js';

/** How many phones are ready in the pools in which an active campaign measures. */
export async function countReadyPhones(connection: Connection, campaignId: string): Promise<number> {
  const { rows } = await connection.query<{ phones: number }>(
    `SELECT count(*)::int AS phones FROM "Phone" p JOIN "Pool" o ON o.id = p."poolId"
      WHERE p.state = 'READY' AND o.key = ANY((SELECT "poolKeys" FROM "CampaignCandidates" WHERE "campaignId" = $1)::text[])`,
    [campaignId],
  );
  return rows[0]?.phones ?? 0;
}
