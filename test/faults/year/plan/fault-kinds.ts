import type { FaultKind, FaultTarget } from './plan-faults.js';

function kinds(
  target: FaultTarget,
  weight: number,
  seconds: Readonly<Record<string, FaultKind['seconds']>>,
): FaultKind[] {
  return Object.entries(seconds).map(([name, range]) => ({ name, target, weight, seconds: range }));
}

/** What strikes once, and needs nobody to end it. */
const once = [0, 0] as const;

/** Everything that a year in a lab has, by what it strikes. Phones' faults are those of docs/reference/virtual-phone-control.md. */
export const faultKinds: readonly FaultKind[] = [
  ...kinds('phone', 4, {
    unplug: [1, 10],
    'unplug-mid-push': [1, 5],
    'unplug-mid-run': [1, 5],
    wedge: [1, 15],
    'wedge-mid-push': [1, 10],
    'power-off': [1, 10],
    reboot: [1, 5],
    unauthorized: [1, 5],
    silent: [1, 5],
    'slow-link': [1, 10],
    'full-disk': [1, 10],
    'small-disk': [1, 10],
    'lying-df': [1, 10],
    hot: [1, 10],
    throttling: [1, 10],
    contention: [1, 10],
    'wiped-files': once,
    'low-battery': [1, 10],
    'no-battery': [1, 10],
    'cores-offline': [1, 10],
    'unreadable-cpufreq': [1, 10],
    'unreadable-policy': [1, 10],
    'no-taskset': [1, 10],
    'no-sha256sum': [1, 10],
    'no-shell': [1, 5],
    'hanging-service': [1, 10],
    'garbage-output': [1, 5],
    'benchmark-hang': [1, 10],
    'benchmark-crash': once,
  }),
  ...kinds('genuine-phone', 6, {
    'cable out': [1, 10],
    'adbd killed': once,
    'adbd frozen': [1, 10],
    'adbd reboots': [1, 5],
  }),
  ...kinds('worker', 5, { 'worker killed': once, 'worker stopped': once, 'worker frozen': [17, 30] }),
  ...kinds('link', 4, {
    'SSH link cut': once,
    'SSH link frozen': [1, 60],
    'SSH server away': [1, 20],
    'links killed': once,
  }),
  ...kinds('api', 2, { 'API killed': once }),
  ...kinds('trainer', 3, { 'trainer killed': [0.3, 4] }),
  ...kinds('database', 4, {
    'Postgres killed': [0, 5],
    'database cut off': [1, 120],
    'database 60 ms away': [5, 30],
  }),
  ...kinds('queue', 4, { 'queue server killed': [0, 5], 'queue cut off': [1, 120] }),
  ...kinds('adb', 4, { 'adb server killed': [0, 5] }),
];
