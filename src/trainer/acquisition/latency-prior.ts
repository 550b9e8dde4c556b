import { columnIndex, selectColumns, type FeatureTable } from '../learners/feature-table.js';
import { nonNegativeCoefficients } from '../learners/linear/non-negative.js';
import { solveSymmetric } from '../learners/linear/symmetric-solve.js';
import { rooflineTerms } from '../roofline-terms.js';
import { groupColumn, type CandidatePool } from './candidate-pool.js';

/** A first guess of latencies, good enough that what is left is small and even. */
export interface LatencyPrior {
  /** The guess for every candidate of a pool, ln µs. */
  lnLatencies(pool: CandidatePool): Float64Array;
}

/** No kernel is launched in less, µs. */
const leastUs = 0.01;

/**
 * Work and traffic at a cost each, and a start of each group, none below 0, fitted for relative error. One set of costs serves
 * all groups, so that a few measurements tell them.
 */
export function rooflinePrior(table: FeatureTable, latenciesUs: Float64Array): LatencyPrior {
  const starts = table.names.filter((name) => name.startsWith(groupColumn));
  const names = [...rooflineTerms(table.names), ...starts];
  const constant = new Float64Array(table.rowCount).fill(1);
  const columns = [...selectColumns(table, names).columns, constant];
  const relative = latenciesUs.map((latency) => 1 / latency ** 2);
  const costs = nonNegativeCoefficients(columns, latenciesUs, relative);
  return {
    lnLatencies: (pool) => {
      const sums = new Float64Array(pool.size).fill(costs[names.length] as number);
      names.forEach((name, term) => {
        const column = pool.table.columns[columnIndex(pool.table.names, name)] as Float64Array;
        for (let row = 0; row < sums.length; row++) {
          sums[row] = (sums[row] as number) + (costs[term] as number) * (column[row] as number);
        }
      });
      return sums.map((sum) => Math.log(Math.max(sum, leastUs)));
    },
  };
}

/** How strongly the slopes of sources are drawn to equal parts: as strongly as so many measurements would. */
const slopeRidge = 1;

/**
 * What phones already profiled take, combined as a weighted geometric mean with a factor: ridge regression of logarithms, the
 * weights drawn to equal ones. `lnSourcesUs` are the sources' latencies at the rows measured.
 */
export function sourcesPrior(lnSourcesUs: readonly Float64Array[], latenciesUs: Float64Array): LatencyPrior {
  const count = lnSourcesUs.length;
  const equal = 1 / count;
  const means = lnSourcesUs.map(mean);
  const target = latenciesUs.map(Math.log);
  const targetMean = mean(target);
  const gram = new Float64Array(count * count);
  const right = new Float64Array(count);
  for (let row = 0; row < latenciesUs.length; row++) {
    const centred = lnSourcesUs.map((source, index) => (source[row] as number) - (means[index] as number));
    const left =
      (target[row] as number) - targetMean - equal * centred.reduce((sum, value) => sum + value, 0);
    for (let i = 0; i < count; i++) {
      right[i] = (right[i] as number) + (centred[i] as number) * left;
      for (let j = 0; j < count; j++) {
        gram[i * count + j] =
          (gram[i * count + j] as number) + (centred[i] as number) * (centred[j] as number);
      }
    }
  }
  for (let i = 0; i < count; i++) gram[i * count + i] = (gram[i * count + i] as number) + slopeRidge;
  const slopes = (solveSymmetric(gram, count, right) ?? right.fill(0)).map((value) => value + equal);
  return {
    lnLatencies: ({ size, lnSourcesUs: sources }) =>
      Float64Array.from({ length: size }, (_, row) =>
        sources.reduce(
          (sum, source, index) =>
            sum + (slopes[index] as number) * ((source[row] as number) - (means[index] as number)),
          targetMean,
        ),
      ),
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
