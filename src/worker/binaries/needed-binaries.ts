import type { PoolClient } from 'pg';

import { workerError } from '../errors.js';

/** A benchmark tool as the database has it. */
export interface KnownBinary {
  readonly sha256: string;
  readonly abi: string;
  readonly runtimeVersion: string;
  readonly removed: boolean;
}

/** Reads a tool and keeps others from changing it meanwhile. */
export async function lockBinary(client: PoolClient, sha256: string): Promise<KnownBinary | undefined> {
  const { rows } = await client.query<KnownBinary>(
    `SELECT "sha256", "abi", "runtimeVersion", "removedAt" IS NOT NULL AS removed FROM "BenchmarkBinary" WHERE "sha256" = $1 FOR UPDATE`,
    [sha256],
  );
  return rows[0];
}

interface OpenRuns {
  readonly campaign: string;
  readonly runs: number;
}

/**
 * Throws BENCHMARK_BINARY_NEEDED while campaigns have open runs of the tool's version on phones of its ABI, and no other tool that would do:
 * without it they would all fail.
 */
export async function refuseWhileNeeded(client: PoolClient, binary: KnownBinary): Promise<void> {
  const { sha256, abi, runtimeVersion } = binary;
  const { rows } = await client.query<OpenRuns>(
    `SELECT c."name" AS campaign, count(*)::int AS runs
     FROM "Run" r JOIN "Campaign" c ON c."id" = r."campaignId" JOIN "Scenario" s ON s."id" = r."scenarioId"
     WHERE c."state" IN ('RUNNING', 'PAUSED') AND r."state" IN ('PENDING', 'RUNNING') AND s."runtimeVersion" = $1
       AND EXISTS (SELECT 1 FROM "Phone" p WHERE p."poolId" = r."poolId" AND $2 = ANY(p."abis"))
       AND NOT EXISTS (SELECT 1 FROM "BenchmarkBinary" b JOIN "Phone" p ON b."abi" = ANY(p."abis")
         WHERE p."poolId" = r."poolId" AND b."runtimeVersion" = $1 AND b."sha256" <> $3 AND b."removedAt" IS NULL)
     GROUP BY c."name" ORDER BY c."name"`,
    [runtimeVersion, abi, sha256],
  );
  if (rows.length === 0) return;
  const needing = rows.map(({ campaign, runs }) => `${runs} of campaign "${campaign}"`).join(', ');
  throw workerError(
    'BENCHMARK_BINARY_NEEDED',
    `open runs need the benchmark tool ${sha256.slice(0, 12)} as ${runtimeVersion} for ${abi}: ${needing}`,
    { details: { sha256, campaigns: rows.map(({ campaign }) => campaign) } },
  );
}
