import { parseCpuList } from './cpu-list.js';

/** How a cluster compares to the phone's others, as the paper names them. */
export type ClusterName = 'small' | 'med' | 'large';

/** Cores of one kind, which share a clock. */
export interface CoreCluster {
  readonly name: ClusterName;
  readonly cpus: readonly number[];
  readonly maxFrequencyKhz: number;
}

/**
 * Prints the cores that the kernel lists, `present|0-7`, and a line per cpufreq policy: `NUMBER|related cpus|maximum kHz|cpu_capacity of its first core, where it is told`.
 * Paths: Linux Documentation/admin-guide/pm/cpufreq.rst; readable without root on the phones that we know of.
 */
export const readClustersCommand = [
  'echo "present|$(cat /sys/devices/system/cpu/present)";',
  'for p in /sys/devices/system/cpu/cpufreq/policy*; do',
  'c=$(cat $p/related_cpus);',
  'f=$(echo $c | cut -d " " -f 1);',
  'echo "$p|$c|$(cat $p/cpuinfo_max_freq)|$(cat /sys/devices/system/cpu/cpu$f/cpu_capacity 2>/dev/null)";',
  'done',
].join(' ');

/**
 * Clusters from small to large, from what {@link readClustersCommand} printed. Ordered by maximum frequency, then by
 * capacity. One cluster is `large`; of two, the slower is `small`; of more, all between the first and the last are `med`.
 * Returns an empty list when nothing could be read.
 */
export function parseClusters(listing: string): CoreCluster[] {
  const policies = listing
    .split('\n')
    .map(parsePolicy)
    .filter((policy) => policy !== undefined)
    .sort(
      (a, b) => a.maxFrequencyKhz - b.maxFrequencyKhz || a.capacity - b.capacity || firstCpu(a) - firstCpu(b),
    );
  const kinds = mergeEqualKinds(policies);
  return kinds.map((kind, index) => ({
    name: clusterName(index, kinds.length),
    cpus: kind.cpus,
    maxFrequencyKhz: kind.maxFrequencyKhz,
  }));
}

/**
 * Cores that the kernel lists and of which no policy could be read: those of a cluster that is offline, or whose files are kept from the shell
 * user. A phone is not what it seems without them.
 */
export function unreadableCpus(listing: string): number[] {
  const present = /^present\|(\S*)/m.exec(listing)?.[1] ?? '';
  const known = new Set(parseClusters(listing).flatMap(({ cpus }) => cpus));
  return parseCpuList(present).filter((cpu) => !known.has(cpu));
}

/** The cores of a phone by kind, in one line: what core sets mean on it. `small:0,1,2,3 med:4,5,6 large:7` */
export function coreSetsText(clusters: readonly CoreCluster[]): string {
  return clusters.map(({ name, cpus }) => `${name}:${cpus.join(',')}`).join(' ');
}

interface Policy {
  readonly cpus: readonly number[];
  readonly maxFrequencyKhz: number;
  readonly capacity: number;
}

function parsePolicy(line: string): Policy | undefined {
  const [, cpuText, frequencyText, capacityText] = line.trim().split('|');
  const cpus = (cpuText ?? '').trim().split(/\s+/).map(Number);
  const maxFrequencyKhz = Number(frequencyText);
  if (cpuText?.trim() === '' || cpus.some((cpu) => !Number.isInteger(cpu))) return undefined;
  if (!Number.isFinite(maxFrequencyKhz) || maxFrequencyKhz <= 0) return undefined;
  return { cpus, maxFrequencyKhz, capacity: Number(capacityText?.trim() ?? '') || 0 };
}

/** Some kernels give every core a policy of its own: cores of equal frequency and capacity are of one kind. */
function mergeEqualKinds(policies: readonly Policy[]): Policy[] {
  const merged: Policy[] = [];
  for (const policy of policies) {
    const last = merged.at(-1);
    if (last?.maxFrequencyKhz !== policy.maxFrequencyKhz || last.capacity !== policy.capacity)
      merged.push(policy);
    else merged[merged.length - 1] = { ...last, cpus: [...last.cpus, ...policy.cpus].sort((a, b) => a - b) };
  }
  return merged;
}

function clusterName(index: number, count: number): ClusterName {
  if (index === count - 1) return 'large';
  return index === 0 ? 'small' : 'med';
}

function firstCpu(policy: Policy): number {
  return policy.cpus[0] ?? 0;
}
