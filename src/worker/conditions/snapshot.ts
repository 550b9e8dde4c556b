import { farmDirectory } from '../farm-directory.js';
import type { AdbPhone } from '../adb/index.js';
import { parseCpuList } from '../cores/cpu-list.js';
import { parseBattery } from './battery.js';
import type { BatteryStatus } from './battery.js';
import { sectionedCommand, splitSections } from './sections.js';
import { parseSupply, readSupplyCommand } from './supply.js';
import type { SupplyStatus } from './supply.js';
import { parseThermal } from './thermal.js';
import type { ThermalStatus } from './thermal.js';

/** The clock of a group of cores. Members are absent where they cannot be read: stock Android keeps the ceiling of policy0 to itself. */
export interface ClockStatus {
  readonly policy: string;
  readonly governor?: string;
  readonly currentKhz?: number;
  readonly minKhz?: number;
  /** The ceiling that the phone sets when it is hot. */
  readonly maxKhz?: number;
}

/** What may change a latency from one minute to the next. Members are absent where the phone does not tell them. */
export interface ConditionsSnapshot {
  readonly battery: BatteryStatus;
  readonly thermal: ThermalStatus;
  /** Current and voltage of the battery; absent where the phone tells neither. */
  readonly supply?: SupplyStatus;
  readonly clocks: readonly ClockStatus[];
  readonly onlineCpus: readonly number[];
  readonly bootCompleted: boolean;
  readonly awake?: boolean;
  readonly loadAverage?: number;
  readonly availableMemoryKb?: number;
  /** Free on the partition of /data/local/tmp, and what the farm's own files take there, which give way to others. */
  readonly freeSpaceKb?: number;
  /** Services of Android that did not answer in time: what they would have told is unknown. */
  readonly silentServices?: readonly string[];
}

/** How long a service of Android may take to tell how it is; dumpsys itself would wait for ten seconds (AOSP dumpsys.cpp, from Android 7). */
const serviceSeconds = 2;
const dump = (service: string) => `dumpsys -t ${serviceSeconds} ${service}`;

/**
 * What changes within seconds. Files are read by the shell itself (`read`): every process that is not started saves time. Variables are
 * emptied first: mksh's `read` leaves the old value where a file cannot be read.
 */
const changingCommands = {
  supply: readSupplyCommand,
  battery: dump('battery'),
  thermal: dump('thermalservice'),
  clocks:
    'for p in /sys/devices/system/cpu/cpufreq/policy*; do g= c= a= b=; read g < $p/scaling_governor; read c < $p/scaling_cur_freq; ' +
    'read a < $p/scaling_min_freq; read b < $p/scaling_max_freq; echo "$p|$g|$c|$a|$b"; done',
};

/** By the section that it fills. */
const services = { battery: 'battery', thermal: 'thermalservice', power: 'power' } as const;

const allCommands = {
  ...changingCommands,
  power: `${dump('power')} | grep -m 1 -e mWakefulness= -e 'DUMP TIMEOUT'`,
  boot: 'getprop sys.boot_completed',
  online: 'read cpus < /sys/devices/system/cpu/online; echo $cpus',
  load: 'read load < /proc/loadavg; echo $load',
  memory: 'grep MemAvailable: /proc/meminfo',
  space: 'df -k /data/local/tmp',
  own: `du -sk ${farmDirectory}`,
};

const snapshotDeadlineMs = 20_000;

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
  const { stdout } = await phone.shell(sectionedCommand(commandsFor(known)), {
    deadlineMs: snapshotDeadlineMs,
    signal,
  });
  const sections = splitSections(changingCommands, stdout.toString('utf8'));
  return {
    ...known,
    battery: parseBattery(sections.battery),
    thermal: parseThermal(sections.thermal),
    ...supplyOf(sections.supply),
    clocks: parseClocks(sections.clocks),
  };
}

/** Without those of services that hung when they were last asked: every wait for one of them is phone time. */
function commandsFor({ silentServices = [] }: ConditionsSnapshot): typeof changingCommands {
  const isSilent = (service: string) => silentServices.includes(service);
  return {
    ...changingCommands,
    ...(isSilent(services.battery) ? { battery: 'true' } : {}),
    ...(isSilent(services.thermal) ? { thermal: 'true' } : {}),
  };
}

/** Reads what the snapshot's command printed. */
export function parseSnapshot(output: string): ConditionsSnapshot {
  const sections = splitSections(allCommands, output);
  const awake = /mWakefulness=(\w+)/.exec(sections.power)?.[1];
  const load = /^([\d.]+)/.exec(sections.load)?.[1];
  const memory = /(\d+) kB/.exec(sections.memory)?.[1];
  const free = freeSpaceKb(sections.space);
  const ownKb = Number(/^(\d+)/.exec(sections.own)?.[1] ?? 0);
  const silent = Object.entries(services).flatMap(([section, service]) =>
    sections[section as keyof typeof services].includes('DUMP TIMEOUT') ? [service] : [],
  );
  return {
    battery: parseBattery(sections.battery),
    thermal: parseThermal(sections.thermal),
    ...supplyOf(sections.supply),
    clocks: parseClocks(sections.clocks),
    onlineCpus: parseCpuList(sections.online),
    bootCompleted: sections.boot.trim() === '1',
    ...(awake === undefined ? {} : { awake: awake === 'Awake' }),
    ...(load === undefined ? {} : { loadAverage: Number(load) }),
    ...(memory === undefined ? {} : { availableMemoryKb: Number(memory) }),
    ...(free === undefined ? {} : { freeSpaceKb: free + ownKb }),
    ...(silent.length === 0 ? {} : { silentServices: silent }),
  };
}

function supplyOf(section: string): Pick<ConditionsSnapshot, 'supply'> {
  const supply = parseSupply(section);
  return Object.keys(supply).length === 0 ? {} : { supply };
}

function parseClocks(text: string): ClockStatus[] {
  return text.split('\n').flatMap((line) => {
    const [path = '', governor, ...frequencies] = line.split('|');
    const policy = /(policy\d+)$/.exec(path)?.[1];
    if (policy === undefined) return [];
    const [currentKhz, minKhz, maxKhz] = frequencies.map((text) =>
      Number(text) > 0 ? Number(text) : undefined,
    );
    return [
      {
        policy,
        ...(governor === undefined || governor === '' ? {} : { governor }),
        ...(currentKhz === undefined ? {} : { currentKhz }),
        ...(minKhz === undefined ? {} : { minKhz }),
        ...(maxKhz === undefined ? {} : { maxKhz }),
      },
    ];
  });
}

/** The fourth number column of `df -k`; a long device name may stand on a line of its own. */
function freeSpaceKb(text: string): number | undefined {
  const numbers = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%/.exec(text);
  return numbers === null ? undefined : Number(numbers[3]);
}
