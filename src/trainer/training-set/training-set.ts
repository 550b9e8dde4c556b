import type { PoolClient } from 'pg';

import { GraphError, type OperationConfiguration } from '../../graph/index.js';
import type { CpuBackend } from '../../graph/kernels/index.js';
import { inTransaction, type Database } from '../../platform/database/index.js';
import { measuredCpuKernel } from '../../predictor/features/cpu-kernels.js';
import { measuredGpuKernel } from '../../predictor/features/graph-gpu-kernels.js';
import { parseKernelName } from '../../predictor/features/kernel-name.js';
import type { SampleKind } from '../../records/sample.js';
import { parseScenarioKey, type ScenarioSpec } from '../../records/scenario.js';
import { misplacedSampleIds } from '../../tables/sample/misplaced-samples.js';
import type { LatencyRow } from '../material/latency-rows.js';
import type { TrainingMaterial } from '../material/training-material.js';
import { NetworkKernels } from './network-kernels.js';
import { networkNames, wholesOf, type StoredNetwork, type WholeRun } from './whole-runs.js';

/** Rows that one FETCH brings from the cursor. */
const rowsPerFetch = 5_000;

/** Which measurements to learn from. */
export interface TrainingSetQuery {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Only runs of samples of these kinds. */
  readonly sampleKinds: readonly SampleKind[];
}

export interface TrainingSet extends TrainingMaterial {
  readonly networks: readonly StoredNetwork[];
  /** Operations that were measured but of which this program knows no features, and how many rows of each were left out. */
  readonly unknownOperators: Readonly<Record<string, number>>;
  /** Runs that were left out because their models are of another precision than the scenario's. */
  readonly misplacedRuns: number;
}

/** Device models with runs of verdict `ok` in a scenario, in alphabetical order. */
export async function measuredDeviceModels(database: Database, scenarioKey: string): Promise<string[]> {
  const result = await database.pool.query<{ deviceModel: string }>(
    `SELECT DISTINCT p."deviceModel" FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
     WHERE s.key = $1 AND r.verdict = 'ok' ORDER BY 1`,
    [scenarioKey],
  );
  return result.rows.map(({ deviceModel }) => deviceModel);
}

/**
 * Reads the op timings and inference times of all runs with verdict `ok` of models of the scenario's precision. Everything comes from one
 * snapshot.
 */
export function readTrainingSet(database: Database, query: TrainingSetQuery): Promise<TrainingSet> {
  return inTransaction(database.pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const places: RunPlaces = { ...query, misplaced: await misplacedSampleIds(client, query.scenarioKey) };
    const wholeRuns = await readWholeRuns(client, places);
    const misplacedRuns = await countMisplacedRuns(client, places);
    const names = networkNames(wholeRuns);
    const { kernels, ...timings } = await readLatencyRows(client, places, names);
    return { ...timings, ...wholesOf(wholeRuns, names, kernels), misplacedRuns };
  });
}

interface StoredTiming {
  readonly configurationHash: string;
  readonly spec: OperationConfiguration;
  readonly operator: string;
  readonly kernel: string | null;
  readonly meanUs: number;
  readonly contentHash: string;
  readonly ordinal: number;
}

/** Which runs to read. */
interface RunPlaces extends TrainingSetQuery {
  /** Ids of samples that do not belong to the scenario. */
  readonly misplaced: readonly string[];
}

const fromRuns = `FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
  JOIN "Sample" m ON m.id = r."sampleId"`;
const whereRuns = `WHERE p."deviceModel" = $1 AND s.key = $2 AND m.kind = ANY($3::"SampleKind"[])
  AND r.state = 'DONE' AND r.verdict = 'ok' AND m.id <> ALL($4::uuid[])`;

/** What a campaign that measured both ways found of packing an operator; for timings of packed samples only. */
const judgedPacking = `LEFT JOIN "PackingJudgement" j ON j."campaignId" = r."campaignId" AND j."scenarioId" = r."scenarioId"
  AND j."poolId" = r."poolId" AND j.operator = c.operator
  AND m.kind = 'OPERATIONS' AND jsonb_array_length(m.spec->'configurations') > 1`;

function parameters({ deviceModel, scenarioKey, sampleKinds, misplaced }: RunPlaces): unknown[] {
  return [deviceModel, scenarioKey, sampleKinds, misplaced];
}

async function countMisplacedRuns(client: PoolClient, places: RunPlaces): Promise<number> {
  const { rows } = await client.query<{ runs: number }>(
    `SELECT count(*)::int AS runs ${fromRuns} ${whereRuns.replace('m.id <> ALL', 'm.id = ANY')}`,
    parameters(places),
  );
  return rows[0]?.runs ?? 0;
}

async function readLatencyRows(client: PoolClient, query: RunPlaces, names: ReadonlyMap<string, string>) {
  await client.query(
    `DECLARE timings NO SCROLL CURSOR FOR SELECT t."configurationHash", c.spec, t.operator, t.kernel, m."contentHash", t.ordinal,
       t."meanUs" / CASE WHEN j.decision = 'CORRECTED' THEN j.ratio ELSE 1 END AS "meanUs" ${fromRuns}
     JOIN "OpTiming" t ON t."runId" = r.id JOIN "Configuration" c ON c.hash = t."configurationHash"
     ${judgedPacking}
     ${whereRuns} AND t."meanUs" > 0 AND NOT t."sharedRow" AND j.decision IS DISTINCT FROM 'REFUSED'
     ORDER BY t."configurationHash", t.kernel, "meanUs", m."contentHash", t.ordinal`,
    parameters(query),
  );
  const reader = new TimingReader(parseScenarioKey(query.scenarioKey), names);
  for (;;) {
    const { rows } = await client.query<StoredTiming>(`FETCH ${rowsPerFetch} FROM timings`);
    if (rows.length === 0) break;
    rows.forEach((row) => reader.read(row));
  }
  const { rows, unknownOperators, kernels } = reader;
  return { rows, unknownOperators, kernels: kernels.means() };
}

/** What learners see of a configuration or kernel. */
type KernelDescription = Pick<LatencyRow, 'kernelGroup' | 'configuration' | 'features'>;

/** Turns timings into rows, computing the features of each configuration once. */
class TimingReader {
  readonly rows: LatencyRow[] = [];
  /** Kernels of networks, by content hash. */
  readonly kernels = new NetworkKernels();
  readonly unknownOperators: Record<string, number> = {};
  private readonly descriptions = new Map<string, KernelDescription | undefined>();

  private readonly backend: CpuBackend | 'gpu';

  constructor(
    scenario: ScenarioSpec | undefined,
    private readonly networkNames: ReadonlyMap<string, string>,
  ) {
    const { delegate = 'builtin', runtimeVersion = '' } = scenario ?? {};
    this.backend = delegate === 'gpu' ? 'gpu' : { delegate, runtimeVersion };
  }

  read(timing: StoredTiming): void {
    const key = this.keyOf(timing);
    if (!this.descriptions.has(key)) this.descriptions.set(key, this.describe(timing, key));
    const description = this.descriptions.get(key);
    const { operator, meanUs, contentHash, ordinal } = timing;
    if (description === undefined) {
      this.unknownOperators[operator] = (this.unknownOperators[operator] ?? 0) + 1;
      return;
    }
    const network = this.networkNames.get(contentHash);
    const row = { ...description, latencyUs: meanUs, ...(network !== undefined && { network }) };
    this.rows.push(row);
    if (network !== undefined) this.kernels.add(contentHash, ordinal, row);
  }

  /** One configuration may be executed by several kernels: with what is linked to it on a GPU, by XNNPACK or left to others. */
  private keyOf({ configurationHash, kernel }: StoredTiming): string {
    if (this.backend === 'gpu') return `${configurationHash} ${nameOf(kernel)}`;
    return this.backend.delegate === 'xnnpack' ? `${configurationHash} ${kernel ?? ''}` : configurationHash;
  }

  /**
   * `undefined` for what this version of the program does not understand, and for what only unpacks constants when a model is
   * loaded and then costs nothing. Kernels are learned: on a GPU with all that is linked to them.
   */
  private describe({ spec, kernel }: StoredTiming, configuration: string): KernelDescription | undefined {
    if (spec.inputs.every((operand) => operand === null || operand.constant)) return undefined;
    try {
      if (this.backend === 'gpu') return { configuration, ...measuredGpuKernel(spec, kernel ?? '') };
      return { configuration, ...measuredCpuKernel(spec, kernel, this.backend) };
    } catch (error) {
      if (error instanceof GraphError) return undefined;
      throw error;
    }
  }
}

/** A kernel's name without the numbers of the nodes it was made from, which differ from network to network. */
function nameOf(kernel: string | null): string {
  const { implementation, linked } = parseKernelName(kernel ?? '');
  return [implementation, ...linked].join(' ');
}

/** What is fused into another operation's kernel, or folded, has a timing of 0 µs and no kernel. */
const isRun = `t.kernel IS NOT NULL OR t."meanUs" > 0`;

async function readWholeRuns(client: PoolClient, query: RunPlaces): Promise<WholeRun[]> {
  const { rows } = await client.query<WholeRun>(
    `SELECT m.kind AS "sampleKind", m.name, m."contentHash", count(t.ordinal) FILTER (WHERE ${isRun})::int AS kernels,
       r."inferenceMeanUs", r."operationSumUs", r."inferenceStdUs", r."inferenceCount" ${fromRuns}
     JOIN "OpTiming" t ON t."runId" = r.id
     ${whereRuns} AND r."inferenceMeanUs" > 0 AND r."operationSumUs" > 0
     GROUP BY r.id, m.id ORDER BY kernels, r."inferenceMeanUs", r."operationSumUs", m."contentHash"`,
    parameters(query),
  );
  return rows;
}
