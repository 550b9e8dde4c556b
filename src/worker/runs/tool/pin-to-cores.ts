import { shellWords } from '../../adb/index.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { selectCores } from '../../cores/core-sets.js';
import { parseCpuList } from '../../cores/cpu-list.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import type { CoreCluster } from '../../cores/core-clusters.js';

/**
 * The cores of a core set on this phone, after asking the phone whether it really runs a process there: a mask with cores
 * that are offline is narrowed without a word. Throws CORE_SET_UNKNOWN, CORE_SET_REFUSED, or PHONE_NOT_FIT where they are offline.
 */
export async function pinToCores(
  phone: AdbPhone,
  coreSet: string,
  clusters: readonly CoreCluster[],
  signal: AbortSignal,
): Promise<CoreSelection | undefined> {
  const selection = selectCores(coreSet, clusters);
  if (selection === undefined) return undefined;
  const command = shellWords([...tasksetWords(selection), 'cat', '/proc/self/status']);
  const online = 'cat /sys/devices/system/cpu/online';
  const status = await phone.read(`${command} || { echo "online: $(${online})"; [ $? = 0 ]; }`, { signal });
  const left = /^online: (\S+)$/m.exec(status)?.[1];
  if (left !== undefined) throw coresOffline(phone, selection, parseCpuList(left));
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '');
  if (allowed.join() === selection.cpus.join()) return selection;
  throw workerError(
    'CORE_SET_REFUSED',
    `${phone.adbSerial} runs on cores ${allowed.join(',')} where ${coreSet} means ${selection.cpus.join(',')}`,
  );
}

/** Phones take cores offline to save power; a mask of none but such cores is refused. */
function coresOffline(phone: AdbPhone, { cpus }: CoreSelection, online: readonly number[]): Error {
  const offline = cpus.filter((cpu) => !online.includes(cpu));
  if (offline.length === 0) {
    return workerError('CORE_SET_REFUSED', `${phone.adbSerial} runs nothing on cores ${cpus.join(',')}`);
  }
  return workerError('PHONE_NOT_FIT', `cores ${offline.join(', ')} of phone ${phone.adbSerial} are offline`, {
    details: { kinds: ['cores-offline'] },
  });
}

/** The words before a command that pin it to cores. */
export function tasksetWords(selection: CoreSelection | undefined): string[] {
  return selection === undefined ? [] : ['taskset', selection.mask];
}
