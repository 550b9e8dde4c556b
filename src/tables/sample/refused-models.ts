import type { Connection } from '../connection.js';

/** A model that the farm could not measure, and why. */
export interface RefusedModel {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

/** The models of a campaign of which no run succeeded. */
export async function readRefusedModels(connection: Connection, campaignId: string): Promise<RefusedModel[]> {
  const { rows } = await connection.query<RefusedModel>(
    `SELECT DISTINCT ON (s.name) s.name, r."failureCode" AS code, r."failureMessage" AS reason
       FROM "Sample" s JOIN "Run" r ON r."sampleId" = s.id
      WHERE r."campaignId" = $1 AND r.state = 'FAILED'
        AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."sampleId" = s.id AND o.state = 'DONE')
      ORDER BY s.name, r."finishedAt"`,
    [campaignId],
  );
  return rows;
}
