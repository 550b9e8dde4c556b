import type { AdbPhone } from '../adb/index.js';
import { parseCpuList } from '../cores/core-sets.js';
import { parseBattery } from './battery.js';
import type { BatteryStatus } from './battery.js';
import { sectionedCommand, splitSections } from './sections.js';
import { parseThermal } from './thermal.js';
import type { ThermalStatus } from './thermal.js';

/** The clock of a group of cores. */
export interface ClockStatus {
  readonly policy: string;
  readonly governor: string;
  readonly currentKhz: number;
  readonly minKhz: number;
  readonly maxKhz: number;
}

/** What may change a latency from one minute to the next. Members are absent where the phone does not tell them. */
export interface ConditionsSnapshot {
  readonly battery: BatteryStatus;
  readonly thermal: ThermalStatus;
  readonly clocks: readonly ClockStatus[];
  readonly onlineCpus: readonly number[];
  readonly bootCompleted: boolean;
  readonly awake?: boolean;
  readonly loadAverage?: number;
  readonly availableMemoryKb?: number;
  readonly freeSpaceKb?: number;
}

/** What changes within seconds. Files are read by the shell itself (`read`): every process that is not started saves time. */
const changingCommands = {
  battery: 'dumpsys battery',
  thermal: 'dumpsys thermalservice',
  clocks:
    'for p in /sys/devices/system/cpu/cpufreq/policy*; do read g < $p/scaling_governor; read c < $p/scaling_cur_freq; ' +
    'read a < $p/scaling_min_freq; read b < $p/scaling_max_freq; echo "$p|$g|$c|$a|$b"; done',
};

const allCommands = {
  ...changingCommands,
  power: 'dumpsys power | grep -m 1 mWakefulness=',
  boot: 'getprop sys.boot_completed',
  online: 'read cpus < /sys/devices/system/cpu/online; echo $cpus',
  load: 'read load < /proc/loadavg; echo $load',
  memory: 'grep MemAvailable: /proc/meminfo',
  space: 'df -k /data/local/tmp',
};

const snapshotDeadlineMs = 10_000;

/** Reads all conditions in one shell. */
export async function takeSnapshot(phone: AdbPhone, signal: AbortSignal): Promise<ConditionsSnapshot> {
  const { stdout } = await phone.shell(sectionedCommand(allCommands), {
    deadlineMs: snapshotDeadlineMs,
    signal,
  });
  return parseSnapshot(stdout.toString('utf8'));
}

/** Reads heat, clocks and battery again, in a fraction of the time; the rest is as it was. */
export async function refreshSnapshot(
  phone: AdbPhone,
  known: ConditionsSnapshot,
  signal: AbortSignal,
): Promise<ConditionsSnapshot> {
  const { stdout } = await phone.shell(sectionedCommand(changingCommands), {
    deadlineMs: snapshotDeadlineMs,
    signal,
  });
  const sections = splitSections(changingCommands, stdout.toString('utf8'));
  return {
    ...known,
    battery: parseBattery(sections.battery),
    thermal: parseThermal(sections.thermal),
    clocks: parseClocks(sections.clocks),
  };
}

/** Reads what the snapshot's command printed. */
export function parseSnapshot(output: string): ConditionsSnapshot {
  const sections = splitSections(allCommands, output);
  const awake = /mWakefulness=(\w+)/.exec(sections.power)?.[1];
  const load = /^([\d.]+)/.exec(sections.load)?.[1];
  const memory = /(\d+) kB/.exec(sections.memory)?.[1];
  const space = freeSpaceKb(sections.space);
  return {
    battery: parseBattery(sections.battery),
    thermal: parseThermal(sections.thermal),
    clocks: parseClocks(sections.clocks),
    onlineCpus: parseCpuList(sections.online),
    bootCompleted: sections.boot.trim() === '1',
    ...(awake === undefined ? {} : { awake: awake === 'Awake' }),
    ...(load === undefined ? {} : { loadAverage: Number(load) }),
    ...(memory === undefined ? {} : { availableMemoryKb: Number(memory) }),
    ...(space === undefined ? {} : { freeSpaceKb: space }),
  };
}

function parseClocks(text: string): ClockStatus[] {
  return text.split('\n').flatMap((line) => {
    const [path, governor, ...frequencies] = line.split('|');
    const [currentKhz, minKhz, maxKhz] = frequencies.map(Number);
    if (path === undefined || governor === undefined || !(Number(maxKhz) > 0)) return [];
    const policy = path.slice(path.lastIndexOf('/') + 1);
    return [{ policy, governor, currentKhz: currentKhz ?? 0, minKhz: minKhz ?? 0, maxKhz: maxKhz ?? 0 }];
  });
}

/** The fourth number column of `df -k`; a long device name may stand on a line of its own. */
function freeSpaceKb(text: string): number | undefined {
  const numbers = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%/.exec(text);
  return numbers === null ? undefined : Number(numbers[3]);
}
