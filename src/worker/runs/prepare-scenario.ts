import type { ConditionsSnapshot } from '../conditions/index.js';
import type { CoreSelection } from '../phones/core-sets.js';
import type { AttachedPhone } from './attached-phone.js';
import type { BenchmarkBinaries } from './benchmark-binaries.js';
import type { RunTask } from './load-tasks.js';
import { pinToCores } from './pin-to-cores.js';
import { stageBinary } from './stage-binary.js';

/** A phone made ready for the runs of one scenario. */
export interface PreparedScenario {
  readonly toolPath: string;
  readonly binarySha256: string;
  readonly cores: CoreSelection | undefined;
}

/** Resolves with the conditions as soon as the phone is fit; throws PHONE_NOT_FIT when it does not become so in time. */
export type WaitForFitness = (
  phone: AttachedPhone,
  neededCpus: readonly number[],
  signal: AbortSignal,
  known?: ConditionsSnapshot,
) => Promise<ConditionsSnapshot>;

/** Finds and stages the benchmark tool, and makes sure of the cores. Throws BENCHMARK_BINARY_MISSING, CORE_SET_UNKNOWN, … */
export async function prepareScenario(
  phone: AttachedPhone,
  { scenario }: RunTask,
  binaries: BenchmarkBinaries,
  signal: AbortSignal,
): Promise<PreparedScenario> {
  const binary = await binaries.find(phone.abis, scenario.runtimeVersion);
  const cores = await pinToCores(phone.adb, scenario.coreSet, phone.coreClusters, signal);
  const toolPath = await stageBinary(phone.adb, binary, signal);
  return { toolPath, binarySha256: binary.sha256, cores };
}
