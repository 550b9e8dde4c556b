import { randomUUID } from 'node:crypto';

import { insertRows } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** A run that is going to be executed. */
export interface NewRun {
  /** {@link runKey} */
  readonly key: string;
  readonly sampleHash: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly repetition: number;
}

/** Ids of what runs refer to, by content hash or key. */
export interface RunReferences {
  readonly sampleIds: ReadonlyMap<string, string>;
  readonly scenarioIds: ReadonlyMap<string, string>;
  readonly poolIds: ReadonlyMap<string, string>;
}

/** Stores runs of a campaign. A run that is there already stays as it is. */
export async function storePlannedRuns(
  connection: Connection,
  campaignId: string,
  runs: readonly NewRun[],
  { sampleIds, scenarioIds, poolIds }: RunReferences,
): Promise<void> {
  await insertRows(connection, {
    table: 'Run',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: runs.map(() => randomUUID()) },
      key: { type: 'text', values: runs.map(({ key }) => key) },
      campaignId: { type: 'uuid', values: runs.map(() => campaignId) },
      sampleId: { type: 'uuid', values: runs.map(({ sampleHash }) => sampleIds.get(sampleHash)) },
      scenarioId: { type: 'uuid', values: runs.map(({ scenarioKey }) => scenarioIds.get(scenarioKey)) },
      poolId: { type: 'uuid', values: runs.map(({ poolKey }) => poolIds.get(poolKey)) },
      repetition: { type: 'integer', values: runs.map(({ repetition }) => repetition) },
    },
  });
}
