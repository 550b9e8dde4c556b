import type { FaultTarget } from './plan-faults.js';

/** A fault that struck, by the database's clock. */
export interface StruckFault {
  readonly kind: string;
  readonly target: FaultTarget;
  readonly index: number;
  /** Serial number of the phone; null for what is no phone's. */
  readonly phone: string | null;
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
  /** From when nothing was wrong any more that concerns it until its phone measured again, or any phone; undefined: never. */
  readonly seconds: number | undefined;
}

/**
 * How long everything took to measure again. A fault of a phone is over with the next measurement of that phone, one of a server or process
 * with the next of any. Where others struck the same meanwhile, it is counted from the end of the last of them: each of those is
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
    .filter(({ phone, atMs }) => atMs >= fault.mendedAtMs && (fault.phone === null || phone === fault.phone))
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

/** What strikes a server or a process strikes every phone; what strikes a phone, that one. */
function concerns(other: StruckFault, fault: StruckFault): boolean {
  return other.phone === null || other.phone === fault.phone;
}
