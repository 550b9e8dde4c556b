import type { Database } from '../../../platform/database/index.js';

/** A model that the farm could not measure, and why. */
export interface RefusedNetwork {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** The models of a campaign of which no run succeeded. */
export async function refusedNetworks({ pool }: Database, campaignId: string): Promise<RefusedNetwork[]> {
  const { rows } = await pool.query<RefusedNetwork>(
    `SELECT DISTINCT ON (s.name) s.name, r."failureCode" AS code, r."failureMessage" AS reason
       FROM "Run" r JOIN "Sample" s ON s.id = r."sampleId"
      WHERE r."campaignId" = $1 AND r.state = 'FAILED'
        AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."sampleId" = s.id AND o.state = 'DONE')
      ORDER BY s.name, r."finishedAt"`,
    [campaignId],
  );
  return rows;
}
