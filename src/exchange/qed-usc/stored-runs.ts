import { gunzipSync } from 'node:zlib';

import type { ClientBase, Pool } from 'pg';

import { publishedCampaign, publishedRunOfSource, type PublishedRun } from './published-run.js';

/** All published runs that are stored, in the order in which their networks came. */
export async function storedPublishedRuns(connection: ClientBase | Pool): Promise<PublishedRun[]> {
  const { rows } = await connection.query<{ source: Buffer }>(
    `SELECT o."stdoutGzip" AS source FROM "Run" r JOIN "RunOutput" o ON o."runId" = r.id
     JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
     WHERE r."campaignId" = $1 ORDER BY m.ordinal, p.key, s.key`,
    [publishedCampaign.id],
  );
  return rows.map(({ source }) => publishedRunOfSource(gunzipSync(source).toString('utf8')));
}
