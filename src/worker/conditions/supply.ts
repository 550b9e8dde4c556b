/** What the battery's gauge says. Members are absent where the phone does not tell them. */
export interface SupplyStatus {
  /** The sign differs between makers. */
  readonly currentUa?: number;
  readonly voltageUv?: number;
}

/** Linux Documentation/ABI/testing/sysfs-class-power: microamperes and microvolts. Many phones hide these files from the shell. */
export const readSupplyCommand =
  'c= v=; read c < /sys/class/power_supply/battery/current_now; read v < /sys/class/power_supply/battery/voltage_now; echo "$c|$v"';

/** Reads what {@link readSupplyCommand} printed. */
export function parseSupply(text: string): SupplyStatus {
  const [, current, voltage] = /^(-?\d{1,12})?\|(\d{1,12})?$/m.exec(text) ?? [];
  return {
    ...(current === undefined ? {} : { currentUa: Number(current) }),
    ...(voltage === undefined ? {} : { voltageUv: Number(voltage) }),
  };
}
