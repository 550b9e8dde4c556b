import type { Faults } from '../control/faults.js';
import { ForeignLoad } from './foreign-load.js';
import { listOfCores } from './cpu-list.js';
import { flagFiles, isHidden, onlineCores } from './hidden-files.js';
import { changingKernelFiles, coreCountOf, fixedKernelFiles } from './kernel-files.js';
import { LoadMeter } from './load-meter.js';
import type { PhonePaths } from './phone-paths.js';
import type { Profile } from './profile-schema.js';
import { clockFile, serviceReports } from './service-reports.js';
import { type Files, StateFiles } from './state-files.js';
import { ThermalModel, type ThermalState } from './thermal-model.js';

/** `Thermal Status` of a phone that is made to throttle: moderate. */
const throttlingStatus = 2;
/** What the `df` command reads where nothing limits the free space. */
const noLimitKb = -1;

export interface PhoneConditionsOptions {
  readonly profile: Profile;
  readonly paths: PhonePaths;
  readonly faults: Faults;
  /** Processor time that the phone's programs have used so far, in seconds. */
  readonly busySeconds: () => number;
  /** A clock that only rises, in milliseconds. */
  readonly monotonicMs: () => number;
  /** How long this machine has been up, in seconds: what `/proc/uptime` says to the phone's programs. */
  readonly machineUptimeSeconds: () => number;
}

/** Heat, load and clocks of the phone, and the files in which its programs read them. */
export class PhoneConditions {
  private readonly thermal: ThermalModel;
  private readonly load: LoadMeter;
  private readonly foreign: ForeignLoad;
  private kernelFiles: StateFiles;
  private stateFiles: StateFiles;
  private lastUpdateMs: number;
  private bootedMs: number;

  constructor(private readonly options: PhoneConditionsOptions) {
    const { profile, paths, busySeconds, monotonicMs, machineUptimeSeconds } = options;
    this.thermal = new ThermalModel(profile.thermal, profile.battery.temperatureC);
    this.load = new LoadMeter(busySeconds);
    this.foreign = new ForeignLoad(machineUptimeSeconds());
    this.kernelFiles = new StateFiles(paths.root);
    this.stateFiles = new StateFiles(paths.state);
    this.bootedMs = this.lastUpdateMs = monotonicMs();
  }

  /** The phone has booted: its files have been made anew. */
  boot(): void {
    const { profile, paths, busySeconds, monotonicMs, machineUptimeSeconds } = this.options;
    this.kernelFiles = new StateFiles(paths.root);
    this.stateFiles = new StateFiles(paths.state);
    this.bootedMs = monotonicMs();
    this.stateFiles.write({
      booted: `${Math.round(machineUptimeSeconds() * 100)}\n`,
      'processor-ledger': emptyLedger(coreCountOf(profile), busySeconds()),
    });
    this.update();
  }

  heatTo(batteryC: number): void {
    this.thermal.heatTo(batteryC);
  }

  get thermalState(): ThermalState {
    const state = this.thermal.state;
    const slowdown = this.options.faults.parameter('throttling');
    if (slowdown === undefined) return state;
    const thermalStatus = Math.max(throttlingStatus, state.thermalStatus);
    return { ...state, slowdown: state.slowdown * slowdown, thermalStatus };
  }

  /** Lets the time pass that has gone by since the last call, and brings the files up to date. */
  update(): void {
    const { profile, faults, monotonicMs, machineUptimeSeconds } = this.options;
    const nowMs = monotonicMs();
    const seconds = (nowMs - this.lastUpdateMs) / 1000;
    this.lastUpdateMs = nowMs;
    const { busySeconds, ...load } = this.load.measure(seconds);
    this.thermal.advance(seconds, busySeconds);
    const keptC = faults.parameter('hot');
    if (keptC !== undefined) this.thermal.heatTo(keptC);
    this.foreign.take(faults.parameter('contention') ?? 0, machineUptimeSeconds());
    const thermal = this.thermalState;
    const uptimeSeconds = (nowMs - this.bootedMs) / 1000;
    const average = load.average + this.foreign.busyCores(coreCountOf(profile));
    this.writeKernelFiles(changingKernelFiles(profile, thermal, { ...load, average, uptimeSeconds }));
    const battery = this.battery();
    this.stateFiles.write({
      ...serviceReports({ ...profile, battery }, thermal, !faults.has('no-battery')),
      clock: clockFile(profile, thermal.slowdown * this.foreign.slowdown),
      'foreign-load': this.foreign.stateFile,
      'storage-kb': `${this.storageKb().join(' ')}\n`,
      'free-limit-kb': `${this.freeLimitKb()}\n`,
      'online-cores': `${onlineCores(profile, faults).join(' ')}\n`,
    });
    for (const [name, file] of Object.entries(flagFiles)) {
      if (faults.has(name as keyof typeof flagFiles)) this.stateFiles.write({ [file]: '1\n' });
      else this.stateFiles.remove(file);
    }
  }

  private writeKernelFiles(changing: Files): void {
    const { profile, faults } = this.options;
    const online = `${listOfCores(onlineCores(profile, faults))}\n`;
    const files = {
      ...fixedKernelFiles(profile),
      ...changing,
      'sys/devices/system/cpu/online': online,
    };
    const [hidden, shown] = [true, false].map((wanted) =>
      Object.entries(files).filter(([name]) => isHidden(name, faults) === wanted),
    );
    this.kernelFiles.write(Object.fromEntries(shown ?? []));
    for (const [name] of hidden ?? []) this.kernelFiles.remove(name);
  }

  private battery(): Profile['battery'] {
    const { profile, faults } = this.options;
    return {
      ...profile.battery,
      levelPercent: faults.parameter('low-battery') ?? profile.battery.levelPercent,
    };
  }

  /** All there is, and what Android itself takes of it. */
  private storageKb(): readonly [total: number, used: number] {
    const { totalMb, usedMb } = this.options.profile.storage;
    const smallMb = this.options.faults.parameter('small-disk');
    return [smallMb === undefined ? totalMb * 1024 : (usedMb + smallMb) * 1024, usedMb * 1024];
  }

  private freeLimitKb(): number {
    const { faults } = this.options;
    const told = faults.parameter('lying-df');
    if (told !== undefined) return told * 1024;
    const freeBytes = faults.parameter('full-disk');
    return freeBytes === undefined ? noLimitKb : Math.floor(freeBytes / 1024);
  }
}

/** What the phone's `processor-times` begins with: all cores in use, the ticks of before the boot, and none of any core since. */
function emptyLedger(coreCount: number, busySeconds: number): string {
  const list = coreCount === 1 ? '0' : `0-${coreCount - 1}`;
  return `${list} ${Math.round(busySeconds * 100)} ${Array(coreCount).fill(0).join(' ')}\n`;
}
