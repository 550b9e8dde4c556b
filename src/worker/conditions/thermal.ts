/** A temperature sensor as the phone's thermal HAL names it. */
export interface SensorTemperature {
  readonly sensor: string;
  /** AOSP hardware/interfaces/thermal TemperatureType: 0 CPU, 1 GPU, 2 battery, 3 skin. */
  readonly type: number;
  readonly temperatureC: number;
}

/** What `dumpsys thermalservice` says. */
export interface ThermalStatus {
  /** 0 none, 1 light, 2 moderate, 3 severe, 4 critical, 5 emergency, 6 shutdown. */
  readonly status?: number;
  readonly temperatures: readonly SensorTemperature[];
}

const temperaturePattern = /Temperature\{mValue=(-?[\d.]+), mType=(-?\d+), mName=([^,}]*), mStatus=-?\d+\}/g;

/**
 * Reads `dumpsys thermalservice` (Android 10 and later). Only the block of current temperatures counts: the cached one may be
 * hours old. 0.0 and −99.9 mean that a sensor has nothing to say.
 */
export function parseThermal(dump: string): ThermalStatus {
  const status = /^\s*Thermal Status: (\d+)\s*$/m.exec(dump)?.[1];
  const current = /Current temperatures from HAL:\n([\s\S]*?)(?=\n\S|$(?![\s\S]))/.exec(dump)?.[1] ?? '';
  const temperatures = [...current.matchAll(temperaturePattern)]
    .map((match) => ({ sensor: match[3] as string, type: Number(match[2]), temperatureC: Number(match[1]) }))
    .filter(({ temperatureC }) => temperatureC !== 0 && temperatureC > -90);
  return { ...(status === undefined ? {} : { status: Number(status) }), temperatures };
}
