import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A measured run of a whole network. */
export interface NetworkRun {
  readonly id: string;
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
  readonly verdict: string;
  readonly inferenceMeanUs: number;
}

/** Which runs; of all campaigns for null. */
export interface NetworkRunQuery {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly campaignId: string | null;
  readonly exceptSampleIds: readonly string[];
}

/** Measured runs of networks, by name and content, repetition by repetition. */
export async function readNetworkRuns(connection: Connection, query: NetworkRunQuery): Promise<NetworkRun[]> {
  const { rows } = await connection.query<NetworkRun>(
    `SELECT r.id, m.name, m."contentHash", m.spec, r.verdict, r."inferenceMeanUs"
       FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId"
       JOIN "Pool" p ON p.id = r."poolId"
      WHERE p."deviceModel" = $1 AND s.key = $2 AND ($3::uuid IS NULL OR r."campaignId" = $3)
        AND m.kind <> 'OPERATIONS' AND r.state = 'DONE' AND r."inferenceMeanUs" IS NOT NULL
        AND m.id <> ALL($4::uuid[])
      ORDER BY m.name, m."contentHash", r.repetition, r.id`,
    [query.deviceModel, query.scenarioKey, query.campaignId, query.exceptSampleIds],
  );
  return rows;
}
