import type { Cluster, Profile } from './profile-schema.js';
import { coresOfList } from './cpu-list.js';
import type { Files } from './state-files.js';
import type { ThermalState } from './thermal-model.js';

/** How busy the phone is. */
export interface Load {
  /** Cores in use, averaged over the last minute, as in `/proc/loadavg`. */
  readonly average: number;
  readonly isBusy: boolean;
  readonly uptimeSeconds: number;
}

/** Number of cores of the phone. */
export function coreCountOf({ clusters }: Profile): number {
  return clusters.flatMap(({ cpus }) => coresOfList(cpus)).length;
}

/** Files of /sys and /proc that never change. Paths: Linux Documentation/admin-guide/pm/cpufreq.rst, ABI/testing/sysfs-devices-system-cpu. */
export function fixedKernelFiles(profile: Profile): Files {
  const count = coreCountOf(profile);
  const all = count === 1 ? '0' : `0-${count - 1}`;
  const files: Record<string, string> = {
    'sys/devices/system/cpu/online': `${all}\n`,
    'sys/devices/system/cpu/present': `${all}\n`,
    'sys/devices/system/cpu/possible': `${all}\n`,
    'sys/class/thermal/thermal_zone0/type': 'cpu-0\n',
    'sys/class/thermal/thermal_zone1/type': 'battery\n',
    'proc/version': 'Linux version 5.10.0-virtual (virtual phone)\n',
    'proc/cpuinfo': cpuInfo(profile, count),
  };
  for (const cluster of profile.clusters) {
    for (const core of coresOfList(cluster.cpus)) {
      files[`sys/devices/system/cpu/cpu${core}/cpu_capacity`] = `${cluster.capacity}\n`;
    }
    const policy = policyOf(cluster);
    files[`${policy}/related_cpus`] = `${coresOfList(cluster.cpus).join(' ')}\n`;
    files[`${policy}/affected_cpus`] = `${coresOfList(cluster.cpus).join(' ')}\n`;
    files[`${policy}/cpuinfo_max_freq`] = `${cluster.maxFrequencyKhz}\n`;
    files[`${policy}/cpuinfo_min_freq`] = `${cluster.minFrequencyKhz}\n`;
    files[`${policy}/scaling_min_freq`] = `${cluster.minFrequencyKhz}\n`;
    files[`${policy}/scaling_governor`] = 'schedutil\n';
  }
  return files;
}

/** Files of /sys and /proc that follow the phone's heat and load. */
export function changingKernelFiles(profile: Profile, thermal: ThermalState, load: Load): Files {
  const { totalMb, availableMb } = profile.memory;
  const files: Record<string, string> = {
    'sys/class/thermal/thermal_zone0/temp': `${Math.round(thermal.processorC * 1000)}\n`,
    'sys/class/thermal/thermal_zone1/temp': `${Math.round(thermal.batteryC * 1000)}\n`,
    'sys/class/power_supply/battery/temp': `${Math.round(thermal.batteryC * 10)}\n`,
    'sys/class/power_supply/battery/capacity': `${profile.battery.levelPercent}\n`,
    // Microamperes, negative while the battery is discharged, and microvolts: a phone that draws 0.4 W, and 2.5 W while it computes.
    'sys/class/power_supply/battery/current_now': `${load.isBusy ? -600_000 : -96_000}\n`,
    'sys/class/power_supply/battery/voltage_now': '4167000\n',
    'proc/meminfo': `MemTotal:       ${totalMb * 1024} kB\nMemFree:        ${Math.round(availableMb * 512)} kB\nMemAvailable:   ${availableMb * 1024} kB\n`,
    'proc/loadavg': `${Array(3).fill(load.average.toFixed(2)).join(' ')} ${Number(load.isBusy)}/400 1\n`,
    'proc/uptime': `${load.uptimeSeconds.toFixed(2)} 0.00\n`,
  };
  for (const cluster of profile.clusters) {
    const limit = Math.max(cluster.minFrequencyKhz, Math.round(cluster.maxFrequencyKhz / thermal.slowdown));
    files[`${policyOf(cluster)}/scaling_max_freq`] = `${limit}\n`;
    files[`${policyOf(cluster)}/scaling_cur_freq`] = `${load.isBusy ? limit : cluster.minFrequencyKhz}\n`;
  }
  return files;
}

function policyOf(cluster: Cluster): string {
  return `sys/devices/system/cpu/cpufreq/policy${coresOfList(cluster.cpus)[0] ?? 0}`;
}

function cpuInfo(profile: Profile, count: number): string {
  const cores = Array.from({ length: count }, (_, core) => `processor\t: ${core}\nBogoMIPS\t: 38.40\n`);
  const hardware = profile.properties['ro.soc.model'] ?? profile.properties['ro.board.platform'] ?? 'virtual';
  return `${cores.join('\n')}\nHardware\t: ${hardware}\n`;
}
