/** What `dumpsys battery` says. Members are absent where the phone does not say them. */
export interface BatteryStatus {
  readonly levelPercent?: number;
  readonly temperatureC?: number;
  /** On AC, USB or wireless power. */
  readonly powered?: boolean;
  /** Somebody set the values by hand (`dumpsys battery set …`): they say nothing of the battery. */
  readonly faked?: boolean;
}

/** Reads `dumpsys battery`. AOSP BatteryService.java, dumpInternal: the temperature is in tenths of a degree. */
export function parseBattery(dump: string): BatteryStatus {
  const values = new Map(
    [...dump.matchAll(/^\s*([\w ]+?): *(\S+)\s*$/gm)].map((match) => [
      match[1] as string,
      match[2] as string,
    ]),
  );
  const number = (name: string): number | undefined => {
    const value = Number(values.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  // A board without a battery prints zeros for it.
  const isPresent = values.get('present') !== 'false';
  const level = isPresent ? number('level') : undefined;
  const temperature = isPresent ? number('temperature') : undefined;
  const power = [...values]
    .filter(([name]) => name.endsWith(' powered'))
    .map(([, value]) => value === 'true');
  return {
    ...(level === undefined ? {} : { levelPercent: (100 * level) / (number('scale') ?? 100) }),
    ...(temperature === undefined ? {} : { temperatureC: temperature / 10 }),
    ...(power.length === 0 ? {} : { powered: power.includes(true) }),
    ...(/UPDATES STOPPED/.test(dump) ? { faked: true } : {}),
  };
}
