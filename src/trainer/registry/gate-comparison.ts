import { relativeSpread } from '../../learning/validation/metrics.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { groupBy, type LatencyRow } from '../training-set/latency-rows.js';
import type { FrozenSet } from './frozen-set.js';
import type { GateCheck, GateThresholds } from './gate.js';
import type { JudgedNetwork, NetworkJudgement } from './judged-networks.js';

/** Fewer networks say more of themselves than of the release. */
const fewestNetworks = 3;

/** Whether networks are predicted no worse than by the incumbent, real and synthetic ones apart. */
export function compareNetworks(
  networks: readonly JudgedNetwork[],
  candidate: readonly NetworkJudgement[],
  incumbent: readonly NetworkJudgement[],
  { overallTolerance, negligibleErrorPercent }: GateThresholds,
): GateCheck[] {
  return (['real', 'synthetic'] as const).map((kind): GateCheck => {
    const name = `${kind} networks`;
    const places = [...networks.keys()].filter((place) => networks[place]?.kind === kind);
    if (places.length < fewestNetworks) {
      const detail = `could not judge: ${places.length} are frozen, at least ${fewestNetworks} are needed`;
      return { name, passed: true, judged: false, detail };
    }
    const [here, there] = [candidate, incumbent].map((judgements) => {
      const errors = places.map((place) => (judgements[place] as NetworkJudgement).errorPercent);
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    }) as [number, number];
    return {
      name,
      passed: here <= Math.max(there * overallTolerance, negligibleErrorPercent),
      judged: true,
      detail: `error of ${places.length}: ${here.toFixed(2)} %, the incumbent's ${there.toFixed(2)} %`,
    };
  });
}

/**
 * Whether all frozen configurations together, and each operation type, are predicted no worse. Latencies count by their size, and a type
 * by its share of networks' time: what gets worse by a few microseconds refuses nothing.
 */
export function compareGroups(
  { rows, shares }: FrozenSet,
  candidate: KernelSet,
  incumbent: KernelSet,
  limits: GateThresholds,
): GateCheck[] {
  const { minimumPerGroup, groupTolerance, negligibleErrorPercent, negligibleTimePercent } = limits;
  const compare = (name: string, own: readonly LatencyRow[], tolerance: number, share: number): GateCheck => {
    const [here, there] = [errorOf(candidate, own), errorOf(incumbent, own)];
    return {
      name,
      passed:
        here <= Math.max(there * tolerance, negligibleErrorPercent) ||
        (here - there) * share <= negligibleTimePercent,
      judged: true,
      detail: `error ${here.toFixed(2)} %, the incumbent's ${there.toFixed(2)} %; ${(100 * share).toFixed(1)} % of networks' time`,
    };
  };
  const groups = [...groupBy(rows, ({ kernelGroup }) => kernelGroup)].filter(
    ([, own]) => new Set(own.map(({ configuration }) => configuration)).size >= minimumPerGroup,
  );
  return [
    ...(rows.length > 0 ? [compare('overall', rows, limits.overallTolerance, 1)] : []),
    ...groups.map(([name, own]) => compare(name, own, groupTolerance, shares.get(name)?.ofTime ?? 0)),
  ];
}

/** Error over rows whose latencies count by their size, percent. */
function errorOf(kernels: KernelSet, rows: readonly LatencyRow[]): number {
  const predicted = rows.map(({ kernelGroup, features }) => kernels.predict(kernelGroup, features).latencyUs);
  return (
    100 *
    relativeSpread(
      predicted,
      rows.map(({ latencyUs }) => latencyUs),
    )
  );
}
