import { relativeSpread } from '../../learning/validation/metrics.js';
import { pooledGroup, type KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import {
  unknownCalibration,
  unknownSpread,
  unknownSpreadPerLog,
  type Calibration,
  type KernelSpread,
} from '../../predictor/totals/intervals.js';
import { groupBy, type LatencyRow } from '../material/latency-rows.js';

/** A group's spread counts as this many configurations' worth of what is thought of unknown predictors. */
const priorConfigurations = 5;

/**
 * Intervals of a release some of whose predictors came from files. A predictor that the release that answers has as well keeps its
 * spread; another's is what it is off by on the farm's own measurements, and as wide as for unknown kernels where there are none.
 */
export function judgeImported(
  predictors: readonly KernelPredictor[],
  rows: readonly LatencyRow[],
  incumbent: LoadedRelease | undefined,
): Calibration {
  const calibration = incumbent?.calibration ?? unknownCalibration;
  const known = new Map(incumbent?.predictors.map((each) => [each.facts.kernelGroup, each]));
  const measured = groupBy(rows, ({ kernelGroup }) => kernelGroup);
  const ofGroups = predictors.filter(({ facts }) => facts.kernelGroup !== pooledGroup);
  const spreads = ofGroups.map((predictor): [string, KernelSpread] => {
    const { kernelGroup } = predictor.facts;
    const own = calibration.spreads[kernelGroup];
    const twin = known.get(kernelGroup);
    const isSame = twin !== undefined && Buffer.from(twin.toBytes()).equals(predictor.toBytes());
    if (own !== undefined && isSame) return [kernelGroup, own];
    const spread = spreadOf(predictor, measured.get(kernelGroup) ?? []);
    return [kernelGroup, { fresh: spread, measured: spread, perLogBeyond: unknownSpreadPerLog }];
  });
  return { ...calibration, spreads: { ...calibration.spreads, ...Object.fromEntries(spreads) } };
}

function spreadOf(predictor: KernelPredictor, rows: readonly LatencyRow[]): number {
  if (rows.length === 0) return unknownSpread;
  const own = relativeSpread(
    rows.map(({ features }) => predictor.predict(features).latencyUs),
    rows.map(({ latencyUs }) => latencyUs),
  );
  return (own * rows.length + unknownSpread * priorConfigurations) / (rows.length + priorConfigurations);
}
