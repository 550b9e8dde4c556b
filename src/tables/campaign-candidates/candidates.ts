import type { OperationConfiguration } from '../../graph/index.js';
import type { Connection } from '../connection.js';

/** What an active campaign chooses from, as columns hold it; the shapes are the orchestrator's. */
export interface CandidatesRow<Network, Architecture> {
  readonly candidates: readonly { readonly hash: string; readonly configuration: OperationConfiguration }[];
  readonly networks: readonly Network[];
  readonly architectures: readonly Architecture[];
  /** A prior's file as a value; absent where the campaign has none of its own. */
  readonly prior?: unknown;
}

/** Keeps what a campaign chooses from; the configurations have to be stored. */
export async function storeCandidates(
  connection: Connection,
  campaignId: string,
  { candidates, networks, architectures, prior = null }: CandidatesRow<unknown, unknown>,
  poolKeys: readonly string[],
): Promise<void> {
  const hashes = candidates.map(({ hash }) => hash);
  await connection.query(
    `INSERT INTO "CampaignCandidates" ("campaignId", "configurationHashes", networks, architectures, "poolKeys", prior)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      campaignId,
      ...[hashes, networks, architectures].map((value) => JSON.stringify(value)),
      poolKeys,
      prior === null ? null : JSON.stringify(prior),
    ],
  );
}

/** Undefined for a campaign that is not active. */
export async function readCandidates<Network, Architecture>(
  connection: Connection,
  campaignId: string,
): Promise<CandidatesRow<Network, Architecture> | undefined> {
  const { rows } = await connection.query<CandidatesRow<Network, Architecture>>(
    `SELECT c.networks, c.architectures, c.prior,
            (SELECT coalesce(json_agg(json_build_object('hash', k.hash, 'configuration', k.spec) ORDER BY h.place), '[]')
               FROM jsonb_array_elements_text(c."configurationHashes") WITH ORDINALITY AS h(hash, place)
               JOIN "Configuration" k ON k.hash = h.hash) AS candidates
       FROM "CampaignCandidates" c WHERE c."campaignId" = $1`,
    [campaignId],
  );
  return rows[0];
}

/** How an active campaign was told to decide, and where it measures; undefined for one that is not active. */
export async function readActiveSpec(
  connection: Connection,
  campaignId: string,
): Promise<
  { readonly seed: number; readonly spec: unknown; readonly poolKeys: readonly string[] } | undefined
> {
  const { rows } = await connection.query<{ seed: number; spec: unknown; poolKeys: string[] }>(
    `SELECT c.seed, c.spec, k."poolKeys" FROM "CampaignCandidates" k JOIN "Campaign" c ON c.id = k."campaignId"
      WHERE k."campaignId" = $1`,
    [campaignId],
  );
  return rows[0];
}
