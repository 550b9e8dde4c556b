import { UsageError } from '../usage-error.js';

/** What can be made to go wrong. docs/reference/virtual-phone-control.md says what each does. */
export interface FaultDefinition {
  /** What the number behind the name means; `undefined` where there is none. */
  readonly parameter: string | undefined;
  /** The number when none is given. */
  readonly initial: number;
}

function fault(parameter?: string, initial = 0): FaultDefinition {
  return { parameter, initial };
}

export const faultTable = {
  unplug: fault('milliseconds until the cable is back; 0 leaves it out', 0),
  'unplug-mid-push': fault('bytes of a push after which the cable comes out', 100_000),
  'unplug-mid-run': fault('milliseconds after a benchmark has begun', 200),
  wedge: fault(),
  'wedge-mid-push': fault('bytes of a push after which the phone hangs', 100_000),
  'power-off': fault(),
  unauthorized: fault(),
  silent: fault(),
  'slow-link': fault('bytes a second that the phone reads', 1_000_000),
  'full-disk': fault('bytes that can still be written', 0),
  hot: fault('degrees Celsius of the battery', 48),
  throttling: fault('how many times slower all cores are', 2),
  contention: fault('share of every core that another program takes, below 1', 0.5),
  'wiped-files': fault(),
  'small-disk': fault('megabytes that files below /data may take in all', 320),
  'lying-df': fault('megabytes that df says are free', 10),
  'low-battery': fault('percent of the battery', 10),
  'no-battery': fault(),
  'cores-offline': fault('the first core that is offline, with all behind it', 4),
  'unreadable-cpufreq': fault(),
  'unreadable-policy': fault('first core of the cpufreq policy', 4),
  'unreadable-ceiling': fault('first core of the cpufreq policy', 4),
  'no-taskset': fault(),
  'no-sha256sum': fault(),
  'no-shell': fault(),
  'no-serial': fault(),
  'hanging-service': fault(),
  'garbage-output': fault(),
  'benchmark-hang': fault(),
  'benchmark-crash': fault('milliseconds after a benchmark has begun', 200),
  reboot: fault('milliseconds until the phone answers again', 1000),
} as const satisfies Record<string, FaultDefinition>;

export type FaultName = keyof typeof faultTable;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultTable, name);
}

export interface Fault {
  readonly name: FaultName;
  readonly parameter: number;
}

/** Reads `NAME` or `NAME:NUMBER`. @throws UsageError */
export function parseFault(text: string): Fault {
  const [name = '', number] = text.split(':');
  return checkedFault(name, number === undefined ? undefined : Number(number));
}

/** @throws UsageError for a name that is no fault, or a number where none belongs. */
export function checkedFault(name: string, parameter: number | undefined): Fault {
  if (!isFaultName(name)) {
    throw new UsageError(`fault ${name}: expected one of ${Object.keys(faultTable).join(', ')}`);
  }
  const definition = faultTable[name];
  if (parameter === undefined) return { name, parameter: definition.initial };
  if (definition.parameter === undefined) throw new UsageError(`fault ${name}: takes no number`);
  if (!(parameter >= 0) || (name === 'contention' && parameter >= 1))
    throw new UsageError(`fault ${name}: expected a number: ${definition.parameter}`);
  return { name, parameter };
}
