import type { AttachedPhone } from '../attached-phone.js';
import type { RunTask } from './load-tasks.js';
import type { PhoneMemory } from '../phone-memory.js';
import type { JobDependencies } from '../job.js';
import { untilDatabaseAnswers } from '../../../platform/database/index.js';
import { isFarmError } from '../../../platform/index.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { readMeasuredLibraries } from '../../../tables/run/delegate-libraries.js';
import { selectCores } from '../../cores/core-sets.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import { pinToCores } from '../tool/pin-to-cores.js';
import type { PreparedScenario } from '../prepared-scenario.js';
import { findDelegateLibrary } from '../staging/delegate-library.js';
import type { DelegateLibrary } from '../staging/delegate-library.js';
import { stageBinary } from '../staging/stage-binary.js';

/**
 * Finds and stages the benchmark tool, when the database answers, and makes sure of the cores; what is known to be ready is not looked at again,
 * save for a delegate's library.
 * Throws BENCHMARK_BINARY_MISSING, CORE_SET_UNKNOWN, DELEGATE_LIBRARY_UNUSABLE, PUSH_CORRUPTED and what adb throws.
 */
export async function prepareScenario(
  phone: AttachedPhone,
  task: RunTask,
  { binaries, clock, logger, pool }: Pick<JobDependencies, 'binaries' | 'clock' | 'logger' | 'pool'>,
  memory: PhoneMemory,
  signal: AbortSignal,
): Promise<PreparedScenario> {
  const { scenario, scenarioKey } = task;
  const waiting = { clock, logger, signal };
  const binary = await untilDatabaseAnswers(() => binaries.find(phone.abis, scenario), waiting);
  const known = memory.scenario(scenarioKey);
  const library = async () => {
    const measured = () => readMeasuredLibraries(pool, { deviceModel: phone.deviceModel, scenarioKey });
    return await findDelegateLibrary(phone.adb, task, () => untilDatabaseAnswers(measured, waiting), signal);
  };
  if (known?.binarySha256 === binary.sha256) {
    if (known.delegateLibrary === undefined) return known;
    // It is not the farm's: others may have put another one there since.
    const again = { ...known, ...withLibrary(await library()) };
    memory.rememberScenario(scenarioKey, again);
    return again;
  }
  const cores = await pinnedCores(phone, scenario, memory, signal);
  const delegateLibrary = await library();
  const content = () => untilDatabaseAnswers(binary.content, waiting);
  const { path: toolPath, kept } = await stageBinary(phone.adb, { ...binary, content }, signal);
  memory.forgetToolsBut(kept);
  const prepared = {
    ...{ toolPath, binarySha256: binary.sha256, cores },
    ...withLibrary(delegateLibrary),
  };
  memory.rememberScenario(scenarioKey, prepared);
  return prepared;
}

function withLibrary(
  delegateLibrary: DelegateLibrary | undefined,
): Pick<PreparedScenario, 'delegateLibrary'> {
  return delegateLibrary === undefined ? {} : { delegateLibrary };
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
