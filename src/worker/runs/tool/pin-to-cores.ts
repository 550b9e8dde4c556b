import { shellWords } from '../../adb/index.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { parseCpuList, selectCores } from '../../cores/core-sets.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import type { CoreCluster } from '../../cores/core-clusters.js';

/**
 * The cores of a core set on this phone, after asking the phone whether it really runs a process there: a mask with cores
 * that are offline is narrowed without a word. Throws CORE_SET_UNKNOWN or CORE_SET_REFUSED.
 */
export async function pinToCores(
  phone: AdbPhone,
  coreSet: string,
  clusters: readonly CoreCluster[],
  signal: AbortSignal,
): Promise<CoreSelection | undefined> {
  const selection = selectCores(coreSet, clusters);
  if (selection === undefined) return undefined;
  const status = await phone.read(shellWords([...tasksetWords(selection), 'cat', '/proc/self/status']), {
    signal,
  });
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '');
  if (allowed.join() === selection.cpus.join()) return selection;
  throw workerError(
    'CORE_SET_REFUSED',
    `${phone.adbSerial} runs on cores ${allowed.join(',')} where ${coreSet} means ${selection.cpus.join(',')}`,
  );
}

/** The words before a command that pin it to cores. */
export function tasksetWords(selection: CoreSelection | undefined): string[] {
  return selection === undefined ? [] : ['taskset', selection.mask];
}
