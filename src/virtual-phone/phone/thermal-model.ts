import type { Profile } from './profile-schema.js';

type ThermalProfile = Profile['thermal'];

/** What heat does to the phone at the moment. */
export interface ThermalState {
  readonly batteryC: number;
  readonly processorC: number;
  /** How many times slower all cores are for it. */
  readonly slowdown: number;
  /** `Thermal Status` of the thermal service: 0 none … 6 shutdown. */
  readonly thermalStatus: number;
}

/**
 * Heat of a phone: every second of a busy core adds to it, and what is above the ambient temperature halves within a fixed
 * time (Newton's law of cooling).
 */
export class ThermalModel {
  private busyCores = 0;

  constructor(
    private readonly profile: ThermalProfile,
    private batteryC: number,
  ) {}

  /** Lets `seconds` pass, in which cores were busy for `busySeconds` in all. */
  advance(seconds: number, busySeconds: number): void {
    if (seconds <= 0) return;
    const { ambientC, heatingCPerBusySecond, coolingHalfLifeSeconds } = this.profile;
    const kept = 0.5 ** (seconds / coolingHalfLifeSeconds);
    this.batteryC = ambientC + (this.batteryC - ambientC) * kept + heatingCPerBusySecond * busySeconds;
    this.busyCores = busySeconds / seconds;
  }

  heatTo(batteryC: number): void {
    this.batteryC = batteryC;
  }

  get state(): ThermalState {
    const steps = this.profile.throttling.filter(({ fromC }) => this.batteryC >= fromC);
    return {
      batteryC: this.batteryC,
      processorC: this.batteryC + this.profile.processorRiseC * Math.min(1, this.busyCores),
      slowdown: Math.max(1, ...steps.map(({ slowdown }) => slowdown)),
      thermalStatus: Math.max(0, ...steps.map(({ thermalStatus }) => thermalStatus)),
    };
  }
}
