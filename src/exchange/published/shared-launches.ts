import { invalidRow } from '../files/csv.js';
import type { PublishedOperation } from './published-operation.js';

/**
 * A launch of a kernel has a name of its own in its network: rows of one name that stand together and tell one time are one launch, any
 * other repeat would count it twice. `scenarios` are names of the columns to look at.
 */
export function sharedLaunches(
  file: string,
  scenarios: readonly string[],
  rows: readonly PublishedOperation[],
): readonly PublishedOperation[] {
  const timings = rows.map((row) => new Map(row.timings));
  for (const scenario of scenarios) {
    const places = new Map<string, number>();
    for (const [index, { network, line }] of rows.entries()) {
      const timing = timings[index]?.get(scenario);
      if (timing === undefined || timing.kernel === '') continue;
      const name = `${network} ${timing.kernel}`;
      const before = places.get(name);
      places.set(name, index);
      if (before === undefined) continue;
      const first = timings[before]?.get(scenario);
      if (before !== index - 1 || first?.latencyUs !== timing.latencyUs) {
        throw invalidRow(
          { file, line, field: scenario.replace(/[^|]+$/, 'kernel') },
          `${timing.kernel} of ${network} is told twice, first in line ${rows[before]?.line ?? line}`,
        );
      }
      timings[before]?.set(scenario, { launch: 'first', ...first });
      timings[index]?.set(scenario, { ...timing, launch: 'rest' });
    }
  }
  return rows.map((row, index) => ({ ...row, timings: timings[index] ?? row.timings }));
}
