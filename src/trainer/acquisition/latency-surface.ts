import { selectColumns, selectRows, readRow, type FeatureTable } from '../learners/feature-table.js';
import { choleskyFactor, solveLower, solveUpper } from '../learners/linear/symmetric-solve.js';
import { nonNegativeCoefficients } from '../learners/linear/non-negative.js';
import { rooflineTerms } from '../roofline-terms.js';
import { groupColumn, type CandidatePool } from './candidate-pool.js';
import { believedParameters, fitParameters } from './gaussian-process/fit-parameters.js';
import { covariances, selectPoints, type KernelParameters, type Points } from './gaussian-process/kernel.js';

/** µs as non-negative costs of the roofline terms and of a start of each group. */
export interface LinearPrior { predict(table: FeatureTable, row: number): number }

function fitPrior(table: FeatureTable, measuredUs: Float64Array): LinearPrior {
  const names = [...rooflineTerms(table.names), ...table.names.filter((n) => n.startsWith(groupColumn))];
  const columns = [...selectColumns(table, names).columns, new Float64Array(table.rowCount).fill(1)];
  const costs = nonNegativeCoefficients(columns, measuredUs, measuredUs.map((l) => 1 / l ** 2));
  return { predict(t, row) {
    let sum = costs[names.length] as number;
    names.forEach((n, i) => { const c = t.columns[t.names.indexOf(n)]; if (c) sum += (costs[i] as number) * (c[row] as number); });
    return Math.max(sum, 1e-3);
  } };
}

export interface SurfaceOptions { start?: KernelParameters; steps?: number }

export class LatencySurface {
  readonly parameters: KernelParameters;
  readonly points: Points;
  readonly factor: Float64Array;
  private readonly solved: Float64Array;
  private readonly prior: LinearPrior;
  private readonly offset: number;
  constructor(pool: CandidatePool, measured: readonly number[], measuredUs: readonly number[], o: SurfaceOptions = {}) {
    const us = Float64Array.from(measuredUs);
    const table = selectRows(pool.table, measured);
    this.prior = fitPrior(table, us);
    const residual = us.map((l, i) => Math.log(l / this.prior.predict(table, i)));
    this.offset = residual.reduce((s, v) => s + v, 0) / residual.length;
    const values = residual.map((v) => v - this.offset);
    this.points = selectPoints(pool.points, measured);
    this.parameters = fitParameters(this.points, values, o.start ?? believedParameters(pool.points.dimensions), o.steps ?? 40);
    const n = measured.length;
    const k = covariances(this.parameters, this.points, this.points);
    for (let i = 0; i < n; i++) k[i * n + i]! += Math.exp(this.parameters.lnNoiseVariance) + 1e-9;
    this.factor = choleskyFactor(k, n)!;
    this.solved = solveUpper(this.factor, n, solveLower(this.factor, n, values));
  }
  predict(pool: CandidatePool): Float64Array {
    const n = this.points.count;
    const k = covariances(this.parameters, pool.points, this.points);
    return Float64Array.from({ length: pool.size }, (_, row) => {
      let v = this.offset;
      for (let i = 0; i < n; i++) v += k[row * n + i]! * this.solved[i]!;
      return this.prior.predict(pool.table, row) * Math.exp(Math.max(-3, Math.min(3, v)));
    });
  }
}
