import type { ConditionsSnapshot } from './snapshot.js';

/** What a phone must be like before it is measured. */
export interface FitnessThresholds {
  readonly minBatteryPercent: number;
  readonly maxBatteryTemperatureC: number;
  /** 0 none … 6 shutdown; above 0 the phone may already slow itself down. */
  readonly maxThermalStatus: number;
  readonly minFreeSpaceMb: number;
  /** Load average of the last minute over the number of online cores. Android counts sleeping drivers in: idle is not 0. */
  readonly maxLoadPerCore: number;
}

export const defaultFitnessThresholds: FitnessThresholds = {
  minBatteryPercent: 20,
  maxBatteryTemperatureC: 36,
  maxThermalStatus: 0,
  minFreeSpaceMb: 200,
  maxLoadPerCore: 2,
};

/** What keeps a phone from being measured, and whether waiting cures it. */
export interface Unfitness {
  readonly kind: 'not-booted' | 'hot' | 'low-battery' | 'no-space' | 'busy' | 'cores-offline' | 'asleep';
  readonly reason: string;
}

/**
 * Everything that speaks against measuring now; empty when the phone is fit. What a phone does not tell is not held
 * against it. `neededCpus` are the cores of the scenario.
 */
export function unfitnessOf(
  conditions: ConditionsSnapshot,
  thresholds: FitnessThresholds,
  neededCpus: readonly number[] = [],
): Unfitness[] {
  const found: Unfitness[] = [];
  const object = (kind: Unfitness['kind'], reason: string) => found.push({ kind, reason });
  const { battery, thermal } = conditions;
  if (!conditions.bootCompleted) object('not-booted', 'it has not finished booting');
  if (battery.temperatureC !== undefined && battery.temperatureC > thresholds.maxBatteryTemperatureC) {
    object(
      'hot',
      `its battery has ${battery.temperatureC} °C, more than ${thresholds.maxBatteryTemperatureC}`,
    );
  }
  if (thermal.status !== undefined && thermal.status > thresholds.maxThermalStatus) {
    object('hot', `its thermal status is ${thermal.status}`);
  }
  if (battery.levelPercent !== undefined && battery.levelPercent < thresholds.minBatteryPercent) {
    object('low-battery', `its battery is at ${battery.levelPercent} %`);
  }
  if (conditions.freeSpaceKb !== undefined && conditions.freeSpaceKb < thresholds.minFreeSpaceMb * 1024) {
    object('no-space', `it has ${Math.floor(conditions.freeSpaceKb / 1024)} MB free`);
  }
  const offline = neededCpus.filter((cpu) => !conditions.onlineCpus.includes(cpu));
  if (conditions.onlineCpus.length > 0 && offline.length > 0) {
    object('cores-offline', `cores ${offline.join(', ')} are offline`);
  }
  const loadPerCore = (conditions.loadAverage ?? 0) / Math.max(1, conditions.onlineCpus.length);
  if (loadPerCore > thresholds.maxLoadPerCore) object('busy', `its load is ${loadPerCore.toFixed(1)} a core`);
  if (conditions.awake === false) object('asleep', 'it sleeps');
  return found;
}
