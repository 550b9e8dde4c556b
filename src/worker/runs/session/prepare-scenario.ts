import type { AttachedPhone } from '../attached-phone.js';
import type { BenchmarkBinaries } from '../staging/benchmark-binaries.js';
import type { RunTask } from './load-tasks.js';
import type { PhoneMemory } from '../phone-memory.js';
import { isFarmError } from '../../../platform/index.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { selectCores } from '../../cores/core-sets.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import { pinToCores } from '../tool/pin-to-cores.js';
import type { PreparedScenario } from '../prepared-scenario.js';
import { stageBinary } from '../staging/stage-binary.js';

/**
 * Finds and stages the benchmark tool, and makes sure of the cores; what is known to be ready is not looked at again.
 * Throws BENCHMARK_BINARY_MISSING, CORE_SET_UNKNOWN, PUSH_CORRUPTED and what adb throws.
 */
export async function prepareScenario(
  phone: AttachedPhone,
  { scenario, scenarioKey }: RunTask,
  binaries: BenchmarkBinaries,
  memory: PhoneMemory,
  signal: AbortSignal,
): Promise<PreparedScenario> {
  const binary = await binaries.find(phone.abis, scenario.runtimeVersion);
  const known = memory.scenario(scenarioKey);
  if (known?.binarySha256 === binary.sha256) return known;
  const cores = await pinnedCores(phone, scenario, memory, signal);
  const { path: toolPath, kept } = await stageBinary(phone.adb, binary, signal);
  memory.forgetToolsBut(kept);
  const prepared = { toolPath, binarySha256: binary.sha256, cores };
  memory.rememberScenario(scenarioKey, prepared);
  return prepared;
}

/** Cores that are offline are waited for. */
async function pinnedCores(
  { adb, coreClusters }: AttachedPhone,
  { coreSet }: ScenarioSpec,
  memory: PhoneMemory,
  signal: AbortSignal,
): Promise<CoreSelection | undefined> {
  try {
    return await pinToCores(adb, coreSet, coreClusters, signal);
  } catch (error) {
    if (!isFarmError(error, 'PHONE_NOT_FIT')) throw error;
    memory.conditions.forget();
    await memory.conditions.whenFit(selectCores(coreSet, coreClusters)?.cpus ?? [], signal);
    return await pinToCores(adb, coreSet, coreClusters, signal);
  }
}
