import { readFileSync } from 'node:fs';

/** How the phone tells its programs how fast its cores are: the environment that the phone's shell hands on. */
export interface PhoneSpeedEnvironment {
  /** File with a line `CPU FACTOR` for every core: how many times slower than this machine it is at the moment. */
  readonly clockFile: string | undefined;
  /** Cores that this process may use, as in `/proc/PID/status`: `4-6,7`. All when undefined. */
  readonly cpuList: string | undefined;
}

/** Core numbers of a list such as `0-3,6`. */
export function coresOf(cpuList: string): Set<number> {
  const cores = new Set<number>();
  for (const part of cpuList.split(',')) {
    const [from = NaN, to = from] = part.split('-').map(Number);
    for (let core = from; core <= to; core += 1) cores.add(core);
  }
  return cores;
}

/**
 * How many times slower than this machine the phone is at the moment: the fastest core that the process may use decides, since
 * a scheduler puts a busy thread there. 1 outside a phone.
 */
export function phoneSlowdown({ clockFile, cpuList }: PhoneSpeedEnvironment): number {
  if (clockFile === undefined) return 1;
  const allowed = cpuList === undefined ? undefined : coresOf(cpuList);
  const factors = readFileSync(clockFile, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([core = NaN, factor = NaN]) => factor > 0 && (allowed?.has(core) ?? true))
    .map(([, factor = 1]) => factor);
  return factors.length === 0 ? 1 : Math.min(...factors);
}
