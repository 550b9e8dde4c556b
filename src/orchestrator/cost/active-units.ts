import type { OperationConfiguration, Precision } from '../../graph/index.js';
import { nominalConfigurationUs, nominalSampleUs } from './nominal-latency.js';

/** What each thing that an active campaign may measure nominally takes, µs: configurations, or networks where it chooses these as wholes. */
export function nominalUnitsUs({
  candidates,
  architectures,
}: {
  readonly candidates: readonly { readonly configuration: OperationConfiguration }[];
  readonly architectures: readonly { readonly name: string; readonly precision: Precision }[];
}): number[] {
  return candidates.length > 0
    ? candidates.map(({ configuration }) => nominalConfigurationUs(configuration))
    : architectures.map(({ name, precision }) => nominalSampleUs({ kind: 'architecture', name, precision }));
}
