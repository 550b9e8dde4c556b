import { subtractOuter } from './gaussian-process/gaussian-process.js';
import type { LatencySurface } from './latency-surface.js';
import type { CandidatePool } from './candidate-pool.js';

/**
 * What is not known of the logarithms of all candidates' latencies: their covariances given what was measured, and given
 * what will be. It needs no latencies of those, for covariances depend on places alone.
 */
export class Posterior {
  private readonly values: Float64Array;
  private readonly noiseVariance: number;
  private readonly size: number;

  constructor(surface: LatencySurface, pool: CandidatePool) {
    this.values = surface.process.posteriorCovariances(pool.points);
    this.noiseVariance = surface.process.noiseVariance;
    this.size = pool.size;
  }

  /** Covariances of a candidate with all. A view: it changes with {@link condition}. */
  row(candidate: number): Float64Array {
    return this.values.subarray(candidate * this.size, (candidate + 1) * this.size);
  }

  variance(candidate: number): number {
    return Math.max(0, this.values[candidate * this.size + candidate] as number);
  }

  /** Variance of a measurement of the candidate: of what it takes, and of the noise. */
  measurementVariance(candidate: number): number {
    return this.variance(candidate) + this.noiseVariance;
  }

  /** Takes the candidate for measured. */
  condition(candidate: number): void {
    const scale = 1 / Math.sqrt(this.measurementVariance(candidate));
    const vector = this.row(candidate).map((value) => value * scale);
    subtractOuter(this.values, vector);
  }
}
