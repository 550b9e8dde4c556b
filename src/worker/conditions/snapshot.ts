import type { AdbPhone } from '../adb/index.js';
import { parseCpuList } from '../phones/core-sets.js';
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

const snapshotCommands = {
  battery: 'dumpsys battery',
  thermal: 'dumpsys thermalservice',
  power: 'dumpsys power | grep -m 1 mWakefulness=',
  boot: 'getprop sys.boot_completed',
  online: 'cat /sys/devices/system/cpu/online',
  clocks:
    'for p in /sys/devices/system/cpu/cpufreq/policy*; do ' +
    'echo "$p|$(cat $p/scaling_governor)|$(cat $p/scaling_cur_freq)|$(cat $p/scaling_min_freq)|$(cat $p/scaling_max_freq)"; done',
  load: 'cat /proc/loadavg',
  memory: 'grep MemAvailable: /proc/meminfo',
  space: 'df -k /data/local/tmp',
};

/** Reads the conditions in one shell. `before` is run first in it, to save a shell; it must not print. */
export async function takeSnapshot(
  phone: AdbPhone,
  signal: AbortSignal,
  before = '',
): Promise<ConditionsSnapshot> {
  const commandText = `${before}\n${sectionedCommand(snapshotCommands)}`;
  const { stdout } = await phone.shell(commandText, { deadlineMs: 20_000, signal });
  return parseSnapshot(stdout.toString('utf8'));
}

/** Reads what the snapshot's command printed. */
export function parseSnapshot(output: string): ConditionsSnapshot {
  const sections = splitSections(snapshotCommands, output);
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
