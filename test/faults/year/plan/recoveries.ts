import type { FaultTarget } from './plan-faults.js';

/** A fault that struck, by the database's clock. */
export interface StruckFault {
  readonly kind: string;
  readonly target: FaultTarget;
  readonly index: number;
  /** Serial numbers of the phones that it keeps from measuring; null for all. */
  readonly phones: readonly string[] | null;
  readonly struckAtMs: number;
  readonly mendedAtMs: number;
}

/** A measurement that was stored. */
export interface StoredRun {
  readonly phone: string;
  readonly atMs: number;
}

export interface Recovery {
  readonly fault: StruckFault;
  /** From when nothing was wrong any more that concerns it until one of its phones measured again; undefined: never. */
  readonly seconds: number | undefined;
}

/**
 * How long everything took to measure again. A fault of a phone is over with the next measurement of that phone, one of a host's worker, adb
 * server or link with the next on that host, one of anything else with the next of any. Where others struck the same meanwhile, it is counted from the end of the last of them: each of those is
 * counted for itself.
 */
export function recoveriesOf(faults: readonly StruckFault[], runs: readonly StoredRun[]): Recovery[] {
  return faults.map((fault) => ({ fault, seconds: secondsToRecover(fault, faults, runs) }));
}

function secondsToRecover(
  fault: StruckFault,
  faults: readonly StruckFault[],
  runs: readonly StoredRun[],
): number | undefined {
  const recoveredAtMs = runs
    .filter(({ phone, atMs }) => atMs >= fault.mendedAtMs && isOf(fault, phone))
    .reduce((first, { atMs }) => Math.min(first, atMs), Infinity);
  if (recoveredAtMs === Infinity) return undefined;
  const calmFromMs = faults
    .filter((other) => concerns(other, fault) && other.struckAtMs < recoveredAtMs)
    .reduce(
      (latest, { mendedAtMs }) => Math.max(latest, Math.min(mendedAtMs, recoveredAtMs)),
      fault.mendedAtMs,
    );
  return (recoveredAtMs - calmFromMs) / 1_000;
}

const isOf = ({ phones }: StruckFault, phone: string) => phones === null || phones.includes(phone);

/** Whether one of them keeps all phones from measuring that the other waits for. */
function concerns(other: StruckFault, fault: StruckFault): boolean {
  return other.phones === null || (fault.phones?.every((phone) => isOf(other, phone)) ?? false);
}
