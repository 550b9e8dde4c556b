import { insertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** A campaign as it is first stored. */
export interface NewCampaign {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly priority: number;
  readonly seed: number;
  /** What its file says. */
  readonly spec: unknown;
  readonly specHash: string;
}

/** Stores a campaign that runs from now on. */
export async function storeRunningCampaign(connection: Connection, campaign: NewCampaign): Promise<void> {
  const { id, name, owner, priority, seed, spec, specHash } = campaign;
  await connection.query(
    `INSERT INTO "Campaign" (id, name, owner, state, priority, seed, spec, "specHash", "startedAt")
     VALUES ($1, $2, $3, 'RUNNING', $4, $5, $6, $7, now())`,
    [id, name, owner, priority, seed, JSON.stringify(spec), specHash],
  );
}

/** Stores campaigns that others carried out and that are not there yet. They are DONE: nobody is going to run anything for them. */
export async function storeImportedCampaigns(
  connection: Connection,
  campaigns: readonly { readonly id: string; readonly name: string }[],
  { owner, spec, specHash }: Pick<NewCampaign, 'owner' | 'spec' | 'specHash'>,
): Promise<void> {
  await insertRows(connection, {
    table: 'Campaign',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: campaigns.map(({ id }) => id) },
      name: { type: 'text', values: campaigns.map(({ name }) => name) },
      owner: { type: 'text', values: campaigns.map(() => owner) },
      state: { type: { enum: 'CampaignState' }, values: campaigns.map(() => 'DONE') },
      stateReason: { type: 'text', values: campaigns.map(() => 'imported') },
      seed: { type: 'integer', values: campaigns.map(() => 0) },
      spec: { type: 'jsonb', values: campaigns.map(() => JSON.stringify(spec)) },
      specHash: { type: 'text', values: campaigns.map(() => specHash) },
    },
  });
}
