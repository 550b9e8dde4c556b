import type { Faults } from '../control/faults.js';
import { changingKernelFiles } from './kernel-files.js';
import { LoadMeter } from './load-meter.js';
import type { PhonePaths } from './phone-paths.js';
import type { Profile } from './profile-schema.js';
import { clockFile, serviceReports } from './service-reports.js';
import { StateFiles } from './state-files.js';
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
}

/** Heat, load and clocks of the phone, and the files in which its programs read them. */
export class PhoneConditions {
  private readonly thermal: ThermalModel;
  private readonly load: LoadMeter;
  private kernelFiles: StateFiles;
  private stateFiles: StateFiles;
  private lastUpdateMs: number;
  private bootedMs: number;

  constructor(private readonly options: PhoneConditionsOptions) {
    const { profile, paths, busySeconds, monotonicMs } = options;
    this.thermal = new ThermalModel(profile.thermal, profile.battery.temperatureC);
    this.load = new LoadMeter(busySeconds);
    this.kernelFiles = new StateFiles(paths.root);
    this.stateFiles = new StateFiles(paths.state);
    this.bootedMs = this.lastUpdateMs = monotonicMs();
  }

  /** The phone has booted: its files have been made anew. */
  boot(): void {
    const { paths, monotonicMs } = this.options;
    this.kernelFiles = new StateFiles(paths.root);
    this.stateFiles = new StateFiles(paths.state);
    this.bootedMs = monotonicMs();
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
    const { profile, faults, monotonicMs } = this.options;
    const nowMs = monotonicMs();
    const seconds = (nowMs - this.lastUpdateMs) / 1000;
    this.lastUpdateMs = nowMs;
    const { busySeconds, ...load } = this.load.measure(seconds);
    this.thermal.advance(seconds, busySeconds);
    const keptC = faults.parameter('hot');
    if (keptC !== undefined) this.thermal.heatTo(keptC);
    const thermal = this.thermalState;
    const uptimeSeconds = (nowMs - this.bootedMs) / 1000;
    this.kernelFiles.write(changingKernelFiles(profile, thermal, { ...load, uptimeSeconds }));
    const freeBytes = faults.parameter('full-disk');
    this.stateFiles.write({
      ...serviceReports(profile, thermal),
      clock: clockFile(profile, thermal),
      'free-limit-kb': `${freeBytes === undefined ? noLimitKb : Math.floor(freeBytes / 1024)}\n`,
    });
  }
}
