import { selectPoints, type KernelParameters, type Points } from './kernel.js';
import { marginalLikelihood } from './likelihood.js';

/** A belief about a positive number before any measurement: its median, and the standard deviation of its logarithm. */
interface Belief {
  readonly median: number;
  readonly spread: number;
}

/** Latencies stray from a fitted roofline by a third, a tenth of it in steps, and repeats of a measurement by 2 %. */
const beliefs = {
  /** Of all coordinates together: the squares of their inverse scales add up to this squared. */
  inverseScale: { median: 0.5, spread: 1 },
  groupDistance: { median: 0.5, spread: 1 },
  smoothVariance: { median: 0.3 ** 2, spread: 1.5 },
  roughVariance: { median: 0.1 ** 2, spread: 1.5 },
  roughness: { median: 1, spread: 0.3 },
  noiseVariance: { median: 0.02 ** 2, spread: 1 },
} as const satisfies Readonly<Record<string, Belief>>;

/** The likelihood takes time with the cube of the points; so many tell the parameters well enough. */
const mostPoints = 200;

const firstStep = 0.1;
const largestStep = 0.5;

/** Parameters before any measurement. */
export function believedParameters(dimensions: number): KernelParameters {
  const perCoordinate = beliefs.inverseScale.median / Math.sqrt(Math.max(dimensions, 1));
  const lnInverseScales = new Float64Array(dimensions + 1).fill(Math.log(perCoordinate));
  lnInverseScales[dimensions] = Math.log(beliefs.groupDistance.median);
  return {
    lnInverseScales,
    lnSmoothVariance: Math.log(beliefs.smoothVariance.median),
    lnRoughVariance: Math.log(beliefs.roughVariance.median),
    lnRoughness: Math.log(beliefs.roughness.median),
    lnNoiseVariance: Math.log(beliefs.noiseVariance.median),
  };
}

/**
 * The most probable parameters given values of mean 0 at the points: so many steps of resilient propagation (Riedmiller and Braun
 * 1993) from `start`, on the logarithm of the marginal likelihood times the beliefs.
 */
export function fitParameters(
  points: Points,
  values: Float64Array,
  start: KernelParameters,
  steps: number,
): KernelParameters {
  const taken = evenly(points.count, mostPoints);
  const learned = {
    points: selectPoints(points, taken),
    values: values.filter((_, row) => taken.includes(row)),
  };
  const centre = vectorOf(believedParameters(points.dimensions));
  const spreads = spreadsOf(points.dimensions);
  const walk = new ResilientWalk(vectorOf(start));
  let best = { vector: walk.vector.slice(), probability: -Infinity };
  for (let step = 0; step < steps; step++) {
    const likelihood = marginalLikelihood(learned.points, learned.values, parametersOf(walk.vector));
    if (likelihood === undefined) break;
    const deviations = walk.vector.map(
      (value, index) => (value - (centre[index] as number)) / (spreads[index] as number),
    );
    const probability = likelihood.logarithm - deviations.reduce((sum, each) => sum + each ** 2, 0) / 2;
    if (probability > best.probability) best = { vector: walk.vector.slice(), probability };
    walk.step(
      likelihood.gradient.map(
        (slope, index) => slope - (deviations[index] as number) / (spreads[index] as number),
      ),
    );
  }
  return parametersOf(best.vector);
}

/** Climbs by the signs of slopes: a step grows while its slope keeps its sign, and shrinks when that turns. */
class ResilientWalk {
  private readonly sizes: Float64Array;
  private readonly slopes: Float64Array;

  constructor(readonly vector: Float64Array) {
    this.sizes = new Float64Array(vector.length).fill(firstStep);
    this.slopes = new Float64Array(vector.length);
  }

  step(gradient: Float64Array): void {
    for (let index = 0; index < gradient.length; index++) {
      const slope = gradient[index] as number;
      const turn = slope * (this.slopes[index] as number);
      const size = this.sizes[index] as number;
      const next = turn > 0 ? Math.min(1.2 * size, largestStep) : turn < 0 ? size / 2 : size;
      this.sizes[index] = next;
      this.slopes[index] = turn < 0 ? 0 : slope;
      if (turn >= 0) this.vector[index] = (this.vector[index] as number) + Math.sign(slope) * next;
    }
  }
}

/** At most `most` of the indices below `count`, evenly spread. */
function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, place) => Math.floor((place * count) / taken));
}

function vectorOf(parameters: KernelParameters): Float64Array {
  const { lnInverseScales, lnSmoothVariance, lnRoughVariance, lnRoughness, lnNoiseVariance } = parameters;
  return Float64Array.of(...lnInverseScales, lnSmoothVariance, lnRoughVariance, lnRoughness, lnNoiseVariance);
}

function parametersOf(vector: Float64Array): KernelParameters {
  return {
    lnInverseScales: vector.slice(0, -4),
    lnSmoothVariance: vector.at(-4) as number,
    lnRoughVariance: vector.at(-3) as number,
    lnRoughness: vector.at(-2) as number,
    lnNoiseVariance: vector.at(-1) as number,
  };
}

function spreadsOf(dimensions: number): Float64Array {
  const { inverseScale, groupDistance, smoothVariance, roughVariance, roughness, noiseVariance } = beliefs;
  const rest = [groupDistance, smoothVariance, roughVariance, roughness, noiseVariance];
  return Float64Array.of(
    ...new Float64Array(dimensions).fill(inverseScale.spread),
    ...rest.map(({ spread }) => spread),
  );
}
