import { relativeSpread } from '../../learning/validation/metrics.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { unknownSpread } from '../../predictor/totals/intervals.js';
import { groupBy, type LatencyRow } from '../material/latency-rows.js';
import type { FrozenSet } from './frozen-set.js';
import type { GateCheck, GateThresholds } from './gate-report.js';
import type { JudgedNetwork, NetworkJudgement } from './judged-networks.js';

/** Fewer networks say more of themselves than of the release. */
export const fewestToCompare = 3;

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
    if (places.length < fewestToCompare) {
      const detail = `could not judge: ${places.length} are frozen, at least ${fewestToCompare} are needed`;
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
 * by its share of networks' time: what gets worse by a few microseconds refuses nothing. A type of which too few are frozen is asked
 * for all that was measured of it whether it is predicted at all: trained predictors have seen most of that, so that only gross errors tell.
 */
export function compareGroups(
  { rows, measured, shares }: FrozenSet,
  candidate: KernelSet,
  incumbent: KernelSet,
  limits: GateThresholds,
): GateCheck[] {
  const { minimumPerGroup, groupTolerance, negligibleErrorPercent, negligibleTimePercent } = limits;
  const compare = (
    name: string,
    own: readonly LatencyRow[],
    {
      tolerance = groupTolerance,
      share = shares.get(name)?.ofTime ?? 0,
      allowedPercent = negligibleErrorPercent,
    },
    of = '',
  ): GateCheck => {
    const [here, there] = [errorOf(candidate, own), errorOf(incumbent, own)];
    return {
      name,
      passed:
        here <= Math.max(there * tolerance, allowedPercent) ||
        (here - there) * share <= negligibleTimePercent,
      judged: true,
      detail: `${of}error ${here.toFixed(2)} %, the incumbent's ${there.toFixed(2)} %; ${(100 * share).toFixed(1)} % of networks' time`,
    };
  };
  const frozenOf = groupBy(rows, ({ kernelGroup }) => kernelGroup);
  const groups = [...groupBy(measured, ({ kernelGroup }) => kernelGroup)].flatMap(([name, all]) => {
    const own = frozenOf.get(name) ?? [];
    const frozen = new Set(own.map(({ configuration }) => configuration)).size;
    if (frozen >= minimumPerGroup) return [compare(name, own, {})];
    const of = `too few are frozen (${frozen}), of all measured: `;
    const check = compare(name, all, { allowedPercent: 100 * unknownSpread }, of);
    const isFelt = 100 * (shares.get(name)?.ofTime ?? 0) > negligibleTimePercent;
    return isFelt || !check.passed ? [check] : [];
  });
  const overall = { tolerance: limits.overallTolerance, share: 1 };
  return [...(rows.length > 0 ? [compare('overall', rows, overall)] : []), ...groups];
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
