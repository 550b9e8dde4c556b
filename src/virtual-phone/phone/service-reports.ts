import { coresOfList } from './cpu-list.js';
import type { Profile } from './profile-schema.js';
import type { Files } from './state-files.js';
import type { ThermalState } from './thermal-model.js';

/** What the phone's system services say of themselves (`dumpsys SERVICE`). */
export function serviceReports(profile: Profile, thermal: ThermalState, hasBattery = true): Files {
  return {
    'dumpsys/battery': batteryReport(profile, thermal, hasBattery),
    'dumpsys/thermalservice': thermalReport(thermal),
    'dumpsys/SurfaceFlinger': `GLES: ${profile.gpu}\n`,
  };
}

/**
 * AOSP BatteryService.java, dumpInternal. Temperature in tenths of a degree; status 2 is charging, 3 discharging. A board without a battery
 * says so, and zeros.
 */
function batteryReport({ battery }: Profile, thermal: ThermalState, isPresent: boolean): string {
  return [
    'Current Battery Service state:',
    '  AC powered: false',
    `  USB powered: ${battery.powered}`,
    '  Wireless powered: false',
    '  Max charging current: 500000',
    '  Max charging voltage: 5000000',
    `  status: ${battery.powered ? 2 : 3}`,
    '  health: 2',
    `  present: ${isPresent}`,
    `  level: ${isPresent ? battery.levelPercent : 0}`,
    '  scale: 100',
    '  voltage: 4167',
    `  temperature: ${isPresent ? Math.round(thermal.batteryC * 10) : 0}`,
    '  technology: Li-ion',
    '',
  ].join('\n');
}

/** AOSP ThermalManagerService.java, dump. Types: 0 CPU, 2 battery, 3 skin. */
function thermalReport({ batteryC, processorC, thermalStatus }: ThermalState): string {
  const sensor = (celsius: number, type: number, name: string): string =>
    `\tTemperature{mValue=${celsius.toFixed(1)}, mType=${type}, mName=${name}, mStatus=${thermalStatus}}`;
  const sensors = [
    sensor(processorC, 0, 'CPU'),
    sensor(batteryC, 2, 'battery'),
    sensor((batteryC + processorC) / 2, 3, 'skin'),
  ];
  return [
    'IsStatusOverride: false',
    'ThermalEventListeners:',
    '\tcallbacks: 1',
    '\tkilled: false',
    '\tbroadcasts count: -1',
    `Thermal Status: ${thermalStatus}`,
    'Cached temperatures:',
    ...sensors,
    'HAL Ready: true',
    'HAL connection:',
    '\tThermalHAL 2.0 connected: yes',
    'Current temperatures from HAL:',
    ...sensors,
    'Current cooling devices from HAL:',
    '',
  ].join('\n');
}

/** The file by which the benchmark tool knows how fast its cores are at the moment: a line `CORE SLOWDOWN` for each. */
export function clockFile(profile: Profile, phoneSlowdown: number): string {
  return profile.clusters
    .flatMap(({ cpus, slowdown }) => coresOfList(cpus).map((core) => `${core} ${slowdown * phoneSlowdown}\n`))
    .join('');
}
