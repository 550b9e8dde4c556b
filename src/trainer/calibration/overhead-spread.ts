import { endToEndUs } from '../../predictor/totals/overhead.js';
import { fitOverhead } from '../fit/fit-overhead.js';
import { groupBy } from '../material/latency-rows.js';
import { networkFamily, overheadObservations, type MeasuredNetwork } from '../material/measured-networks.js';

/**
 * What networks are thought to differ by from the sum of operations measured one by one, before any network was measured: caches are
 * warm or cold, and neighbours share buffers.
 */
const unverifiedSpread = 0.05;
/** As many networks' worth of the spread above is kept. */
const priorNetworks = 3;

/**
 * Mean absolute error, relative to the whole, that the overhead leaves on networks of families that it was not fitted to. A family counts
 * as the square root of its networks, whose errors are alike. Drawn towards what is thought before anything was measured.
 */
export function overheadSpread(networks: readonly MeasuredNetwork[]): number {
  const whole = networks.filter(({ endToEndUs: measured }) => measured !== undefined);
  const families = groupBy(whole, ({ name }) => networkFamily(name));
  if (families.size < 2) return unverifiedSpread;
  let error = unverifiedSpread * priorNetworks;
  let weight = priorNetworks;
  for (const members of families.values()) {
    const overhead = fitOverhead(overheadObservations(whole.filter((network) => !members.includes(network))));
    for (const { kernels, operationSumUs, inferenceMeanUs } of overheadObservations(members)) {
      const residual = endToEndUs(overhead, operationSumUs, kernels) / inferenceMeanUs - 1;
      error += Math.abs(residual) / Math.sqrt(members.length);
      weight += 1 / Math.sqrt(members.length);
    }
  }
  return error / weight;
}
