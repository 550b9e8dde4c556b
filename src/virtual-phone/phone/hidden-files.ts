import type { Faults } from '../control/faults.js';
import { coresOfList } from './cpu-list.js';
import type { Profile } from './profile-schema.js';

/** Numbers of the cores that are in use. */
export function onlineCores({ clusters }: Profile, faults: Faults): number[] {
  const firstOffline = faults.parameter('cores-offline') ?? Infinity;
  return clusters.flatMap(({ cpus }) => coresOfList(cpus)).filter((core) => core < firstOffline);
}

/** Whether a file of the kernel cannot be read at the moment. The policy of cores that are offline answers EBUSY (Linux cpufreq.c, show). */
export function isHidden(name: string, faults: Faults): boolean {
  const firstCore = /\/cpufreq\/policy(\d+)\//.exec(name)?.[1];
  if (firstCore === undefined) return false;
  if (faults.has('unreadable-cpufreq')) return true;
  const core = Number(firstCore);
  if (core >= (faults.parameter('cores-offline') ?? Infinity)) return true;
  if (core === faults.parameter('unreadable-policy')) return true;
  return core === faults.parameter('unreadable-ceiling') && name.endsWith('/scaling_max_freq');
}

/** Files of the phone's state that are there as long as a fault is in force: its commands look for them. */
export const flagFiles = {
  'no-taskset': 'missing/taskset',
  'no-sha256sum': 'missing/sha256sum',
  'no-serial': 'missing/serial',
  'hanging-service': 'hanging/thermalservice',
} as const;
