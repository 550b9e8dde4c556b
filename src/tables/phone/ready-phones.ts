import type { Connection } from '../connection.js';

/** How many phones are ready in the pools in which active campaigns measure, of those among some campaigns that have had a round. */
export async function countReadyPhones(
  connection: Connection,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await connection.query<{ campaignId: string; phones: number }>(
    `SELECT k."campaignId", count(p.id)::int AS phones
       FROM "CampaignCandidates" k LEFT JOIN "Pool" o ON o.key = ANY(k."poolKeys")
       LEFT JOIN "Phone" p ON p."poolId" = o.id AND p.state = 'READY'
      WHERE k."campaignId" = ANY($1::uuid[])
        AND EXISTS (SELECT FROM "CampaignRound" r WHERE r."campaignId" = k."campaignId")
      GROUP BY k."campaignId"`,
    [campaignIds],
  );
  return new Map(rows.map(({ campaignId, phones }) => [campaignId, phones]));
}
