import { GraphError, type Graph } from '../../graph/index.js';
import { leftOutText } from '../../predictor/networks/left-out-text.js';
import {
  kernelsOfNetwork,
  workOfKernels,
  workTargetOf,
  type WorkTarget,
} from '../../predictor/work/network-work.js';
import { parseScenarioKey } from '../../records/scenario.js';
import type { Connection } from '../../tables/connection.js';
import type { RunPlaces } from '../../tables/learnable-runs.js';
import { readGpu } from '../../tables/phone/gpu-of-device.js';
import { readMeasuredLibraries, type MeasuredLibrary } from '../../tables/run/delegate-libraries.js';
import { readSampleTotals, type SampleTotal } from '../../tables/run/network-totals.js';
import { graphOfSample } from '../../tables/sample/sample-graph.js';
import { trainerError } from '../errors.js';
import { networkFamily } from '../material/measured-networks.js';
import type { MeasuredTotal, UnknownTotal } from '../material/measured-total.js';
import { distinctNames } from './whole-runs.js';

export interface WholeTotals {
  readonly totals: readonly MeasuredTotal[];
  /** Measured, and not to be learned from: nobody knows what they do. */
  readonly unknownTotals: readonly UnknownTotal[];
}

/** What networks are cut for where nobody knows the GPU: kernels that any may run. */
const unknownGpu = 'unknown';

/** Who executes networks in a scenario on a device model; `namedGpu` where the farm does not know its GPU. */
export async function targetOfScenario(
  connection: Connection,
  { deviceModel, scenarioKey }: Pick<RunPlaces, 'deviceModel' | 'scenarioKey'>,
  namedGpu = unknownGpu,
): Promise<WorkTarget | undefined> {
  const scenario = parseScenarioKey(scenarioKey);
  if (scenario === undefined) return undefined;
  return workTargetOf(scenario, (await readGpu(connection, deviceModel)) ?? namedGpu);
}

export interface ReadTotalsOptions {
  /** The phone's GPU, where the farm does not know it. */
  readonly gpu?: string;
  /**
   * Content hashes of the networks whose operations were timed, where some were: nothing is read then unless others were timed as wholes
   * only.
   */
  readonly timedNetworks?: ReadonlySet<string>;
}

const nothing: WholeTotals = { totals: [], unknownTotals: [] };

/** Whole networks' times of a scenario, and the GPU that the networks were cut for. None for a key that names no scenario. Throws TRAINING_DELEGATES_MIXED. */
export async function readScenarioTotals(
  connection: Connection,
  places: RunPlaces,
  { gpu, timedNetworks }: ReadTotalsOptions = {},
): Promise<WholeTotals & { readonly gpu?: string }> {
  const target = await targetOfScenario(connection, places, gpu);
  if (target === undefined) return nothing;
  refuseSeveral(await readMeasuredLibraries(connection, places), places);
  const samples = await readSampleTotals(connection, places, { besideTimings: timedNetworks !== undefined });
  const isTimed = ({ contentHash }: SampleTotal) => timedNetworks?.has(contentHash) === true;
  if (samples.every(isTimed)) return nothing;
  const totals = await describeTotals(connection, samples, target, isTimed);
  return target.delegate === 'gpu' ? { gpu: target.gpu, ...totals } : totals;
}

/** Runs that are older than the check before measuring, or were first on two phones at once, may be of different libraries (docs/adr/0016). */
function refuseSeveral(libraries: readonly MeasuredLibrary[], { scenarioKey, deviceModel }: RunPlaces): void {
  if (libraries.length < 2) return;
  const told = libraries.map(({ sha256, runs }) => `${runs} with ${sha256}`).join(', ');
  throw trainerError(
    'TRAINING_DELEGATES_MIXED',
    `Runs of ${scenarioKey} on ${deviceModel} were measured with several libraries of its delegate: ${told}.`,
    { details: { scenarioKey, deviceModel, libraries } },
  );
}

/** Whole times, each with the work that it is the time of. Throws a GraphError for a version that cannot be read. */
async function describeTotals(
  connection: Connection,
  samples: readonly SampleTotal[],
  target: WorkTarget,
  isTimed: (sample: SampleTotal) => boolean,
): Promise<WholeTotals> {
  const totals: MeasuredTotal[] = [];
  const unknownTotals: UnknownTotal[] = [];
  const names = distinctNames(samples);
  for (const sample of samples) {
    const { spec, sampleKind, name, contentHash, meanUs: us, stdUs } = sample;
    const network = names.get(contentHash) as string;
    try {
      const graph = await graphOfSample(connection, spec);
      const { kernels, unknown } = kernelsOfNetwork(graph, target);
      if (unknown.length > 0) {
        unknownTotals.push({ network, reason: `left out: ${leftOutText(unknown)}` });
        continue;
      }
      const work = workOfKernels({ kernels });
      const family = sampleKind === 'OPERATIONS' ? operatorsOf(graph) : networkFamily(name);
      totals.push({ network, family, contentHash, graph, work, us, stdUs, operationsTimed: isTimed(sample) });
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      unknownTotals.push({ network, reason: error.message });
    }
  }
  return { totals, unknownTotals };
}

function operatorsOf({ operations }: Graph): string {
  return [...new Set(operations.map(({ operator }) => operator))].sort().join(' ');
}
