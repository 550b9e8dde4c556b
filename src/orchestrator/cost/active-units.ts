import type { OperationConfiguration, Precision } from '../../graph/index.js';
import type { SampleSpec } from '../../records/sample.js';

/** Each thing that an active campaign may measure, alone in a model: configurations, or networks where it chooses these as wholes. */
export function activeUnits({
  candidates,
  architectures,
}: {
  readonly candidates: readonly { readonly configuration: OperationConfiguration }[];
  readonly architectures: readonly { readonly name: string; readonly precision: Precision }[];
}): SampleSpec[] {
  return candidates.length > 0
    ? candidates.map(({ configuration }) => ({ kind: 'operations', configurations: [configuration] }))
    : architectures.map(({ name, precision }) => ({ kind: 'architecture', name, precision }));
}
