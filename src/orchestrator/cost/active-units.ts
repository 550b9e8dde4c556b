import type { SampleSpec } from '../../records/sample.js';
import type { ActivePool } from '../campaign/samples/candidates.js';

/** Each thing that an active campaign may measure, alone in a model: configurations, or networks where it chooses these as wholes. */
export function activeUnits({ candidates, architectures }: ActivePool): SampleSpec[] {
  return candidates.length > 0
    ? candidates.map(({ configuration }) => ({ kind: 'operations', configurations: [configuration] }))
    : architectures.map(({ name, precision }) => ({ kind: 'architecture', name, precision }));
}
