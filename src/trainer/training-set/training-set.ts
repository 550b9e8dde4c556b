import type { PoolClient } from 'pg';

import { GraphError } from '../../graph/errors.js';
import type { CpuBackend } from '../../graph/kernels/cpu-cut.js';
import { knownExecutor } from '../../graph/precision/delegates.js';
import { inTransaction, readOneSnapshot, type SqlDatabase } from '../../platform/database/index.js';
import { measuredCpuKernel } from '../../predictor/features/cpu-kernels.js';
import type { measuredGpuKernel } from '../../predictor/features/graph-gpu-kernels.js';
import { parseKernelName } from '../../predictor/features/kernel-name.js';
import type { SampleKind } from '../../records/sample.js';
import { parseScenarioKey, type ScenarioSpec } from '../../records/scenario.js';
import { readTrainingTimings, type TrainingTiming } from '../../tables/op-timing/training-timings.js';
import {
  countMisplacedRuns,
  hasUntimedRuns,
  readWholeRuns,
  type RunPlaces,
} from '../../tables/learnable-runs.js';
import { misplacedSampleIds } from '../../tables/sample/misplaced-samples.js';
import type { LatencyRow } from '../material/latency-rows.js';
import { isUnderstood } from '../material/measured-networks.js';
import type { UnknownTotal } from '../material/measured-total.js';
import type { TrainingMaterial } from '../material/training-material.js';
import { NetworkKernels } from './network-kernels.js';
import { networkNames, wholesOf, type StoredNetwork } from './whole-runs.js';

/** Which measurements to learn from. */
export interface TrainingSetQuery {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Only runs of samples of these kinds. */
  readonly sampleKinds: readonly SampleKind[];
  /** The phone's GPU, where the farm does not know it. */
  readonly gpu?: string;
}

export interface TrainingSet extends TrainingMaterial {
  readonly networks: readonly StoredNetwork[];
  /** Operations that were measured but of which this program knows no features, and how many rows of each were left out. */
  readonly unknownOperators: Readonly<Record<string, number>>;
  /** Runs that were left out because their models are of another precision than the scenario's. */
  readonly misplacedRuns: number;
  /** Whole networks' times that cannot be learned from: nobody knows what these networks do. */
  readonly unknownTotals: readonly UnknownTotal[];
  /** GPU that networks were cut for, where one executes them. */
  readonly gpu?: string;
}

/**
 * Reads the op timings and inference times of all runs with verdict `ok` of models of the scenario's precision. Everything comes from one
 * snapshot.
 */
export function readTrainingSet(database: SqlDatabase, query: TrainingSetQuery): Promise<TrainingSet> {
  return inTransaction(database.pool, async (client) => {
    await readOneSnapshot(client);
    const places: RunPlaces = { ...query, misplaced: await misplacedSampleIds(client, query.scenarioKey) };
    const wholeRuns = await readWholeRuns(client, places);
    const misplacedRuns = await countMisplacedRuns(client, places);
    const names = networkNames(wholeRuns);
    const { kernels, ...timings } = await readLatencyRows(client, places, names);
    const set = { ...timings, ...wholesOf(wholeRuns, names, kernels), misplacedRuns };
    const isTimed = timings.rows.length > 0;
    if (isTimed && !(await hasUntimedRuns(client, places))) return { ...set, totals: [], unknownTotals: [] };
    // What makes, reads and describes networks is loaded where there are some to be described.
    const { readScenarioTotals } = await import('./whole-totals.js');
    const timedNetworks = new Set(set.networks.filter(isUnderstood).map(({ contentHash }) => contentHash));
    const { gpu } = query;
    const options = { ...(gpu !== undefined && { gpu }), ...(isTimed && { timedNetworks }) };
    return { ...set, ...(await readScenarioTotals(client, places, options)) };
  });
}

async function readLatencyRows(client: PoolClient, query: RunPlaces, names: ReadonlyMap<string, string>) {
  const reader = new TimingReader(await backendOf(parseScenarioKey(query.scenarioKey)), names);
  for await (const timings of readTrainingTimings(client, query))
    timings.forEach((timing) => reader.read(timing));
  const { rows, unknownOperators, kernels } = reader;
  return { rows, unknownOperators, kernels: kernels.means() };
}

/** What executed the operations, and of a GPU what tells its kernels, which is loaded for those alone. */
type MeasuredBackend = CpuBackend | { readonly delegate: 'gpu'; readonly kernelOf: typeof measuredGpuKernel };

async function backendOf(scenario: ScenarioSpec | undefined): Promise<MeasuredBackend> {
  const { runtimeVersion = '' } = scenario ?? {};
  const delegate = knownExecutor(scenario?.delegate ?? 'builtin');
  if (delegate !== 'gpu') return { delegate, runtimeVersion };
  const { measuredGpuKernel } = await import('../../predictor/features/graph-gpu-kernels.js');
  return { delegate, kernelOf: measuredGpuKernel };
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

  constructor(
    private readonly backend: MeasuredBackend,
    private readonly networkNames: ReadonlyMap<string, string>,
  ) {}

  read(timing: TrainingTiming): void {
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
  private keyOf({ configurationHash, kernel }: TrainingTiming): string {
    if (this.backend.delegate === 'gpu') return `${configurationHash} ${nameOf(kernel)}`;
    return this.backend.delegate === 'xnnpack' ? `${configurationHash} ${kernel ?? ''}` : configurationHash;
  }

  /**
   * `undefined` for what this version of the program does not understand, and for what only unpacks constants when a model is
   * loaded and then costs nothing. Kernels are learned: on a GPU with all that is linked to them.
   */
  private describe({ spec, kernel }: TrainingTiming, configuration: string): KernelDescription | undefined {
    if (spec.inputs.every((operand) => operand === null || operand.constant)) return undefined;
    try {
      const { backend } = this;
      if (backend.delegate === 'gpu') return { configuration, ...backend.kernelOf(spec, kernel ?? '') };
      return { configuration, ...measuredCpuKernel(spec, kernel, backend) };
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
