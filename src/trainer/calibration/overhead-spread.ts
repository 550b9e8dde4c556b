import { familyWeights, type HeldOutError } from '../material/measured-networks.js';

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
export function overheadSpread(heldOut: readonly HeldOutError[]): number {
  const families = heldOut.map(({ family }) => family);
  if (new Set(families).size < 2) return unverifiedSpread;
  const weights = familyWeights(families);
  let error = unverifiedSpread * priorNetworks;
  let weight = priorNetworks;
  for (const [index, each] of heldOut.entries()) {
    const own = weights[index] as number;
    error += own * each.error;
    weight += own;
  }
  return error / weight;
}
