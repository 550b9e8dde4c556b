import type { SampleKind } from '../records/sample.js';
import type { Connection } from './connection.js';

/** Runs of some kinds of samples in a scenario on a device model. */
export interface RunPlaces {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly sampleKinds: readonly SampleKind[];
  /** Ids of samples that do not belong to the scenario. */
  readonly misplaced: readonly string[];
}

/** SQL: runs `r` with their scenarios `s`, pools `p` and samples `m`. */
export const runsJoined = `"Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
  JOIN "Sample" m ON m.id = r."sampleId"`;

/** SQL: of these the ones with a result to learn from, by {@link placeParameters}. */
const haveResults = `p."deviceModel" = $1 AND s.key = $2 AND m.kind = ANY($3::"SampleKind"[])
  AND r.state = 'DONE' AND r.verdict = 'ok'`;

/** SQL: of these the ones that may be learned from: their samples belong to the scenario. */
export const areLearnable = `${haveResults} AND m.id <> ALL($4::uuid[])`;

export function placeParameters({ deviceModel, scenarioKey, sampleKinds, misplaced }: RunPlaces): unknown[] {
  return [deviceModel, scenarioKey, sampleKinds, misplaced];
}

/** How many runs are left out because their samples do not belong to the scenario. */
export async function countMisplacedRuns(connection: Connection, places: RunPlaces): Promise<number> {
  const { rows } = await connection.query<{ runs: number }>(
    `SELECT count(*)::int AS runs FROM ${runsJoined} WHERE ${haveResults} AND m.id = ANY($4::uuid[])`,
    placeParameters(places),
  );
  return rows[0]?.runs ?? 0;
}

/** Whether some run tells what its model takes and nothing of its operations. */
export async function hasUntimedRuns(connection: Connection, places: RunPlaces): Promise<boolean> {
  const { rows } = await connection.query<{ untimed: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM ${runsJoined}
       WHERE ${areLearnable} AND r."inferenceMeanUs" > 0 AND coalesce(r."operationSumUs", 0) = 0) AS untimed`,
    placeParameters(places),
  );
  return rows[0]?.untimed ?? false;
}

/** Inference times of a whole run, as stored. */
export interface WholeRun {
  readonly sampleKind: SampleKind;
  readonly name: string;
  readonly contentHash: string;
  readonly kernels: number;
  readonly inferenceMeanUs: number;
  readonly operationSumUs: number;
  readonly inferenceStdUs: number | null;
  readonly inferenceCount: number | null;
}

/** What is fused into another operation's kernel, or folded, has a timing of 0 µs and no kernel. */
const isKernel = `t.kernel IS NOT NULL OR t."meanUs" > 0`;

/** Runs that tell what inferences take beside the sum of their operations. */
export async function readWholeRuns(connection: Connection, places: RunPlaces): Promise<WholeRun[]> {
  const { rows } = await connection.query<WholeRun>(
    `SELECT m.kind AS "sampleKind", m.name, m."contentHash", count(t.ordinal) FILTER (WHERE ${isKernel})::int AS kernels,
       r."inferenceMeanUs", r."operationSumUs", r."inferenceStdUs", r."inferenceCount" FROM ${runsJoined}
     JOIN "OpTiming" t ON t."runId" = r.id
     WHERE ${areLearnable} AND r."inferenceMeanUs" > 0 AND r."operationSumUs" > 0
     GROUP BY r.id, m.id ORDER BY kernels, r."inferenceMeanUs", r."operationSumUs", m."contentHash"`,
    placeParameters(places),
  );
  return rows;
}
