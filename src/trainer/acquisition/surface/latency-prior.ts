import { columnIndex, selectColumns, type FeatureTable } from '../../../learning/model/feature-table.js';
import { nonNegativeCoefficients } from '../../../learning/learners/linear/non-negative.js';
import { solveSymmetric } from '../../../learning/algebra/symmetric-solve.js';
import { rooflineTerms } from '../../../predictor/features/roofline-terms.js';
import { groupColumn, type CandidatePool } from '../pool/candidate-pool.js';
import { mean } from '../../../learning/validation/averages.js';

/** A first guess of latencies, good enough that what is left is small and even. */
export interface LatencyPrior {
  /** The guess for every candidate of a pool, ln µs. */
  lnLatencies(pool: CandidatePool): Float64Array;
}

/** No kernel is launched in less, µs. */
const leastUs = 0.01;

/** Latencies that are only guessed, up to a factor. */
export interface Guess {
  readonly table: FeatureTable;
  readonly latenciesUs: Float64Array;
  /** How many measurements they count as, all together. */
  readonly worth: number;
}

/**
 * Work and traffic at a cost each, and a start of each group, none below 0, fitted for relative error. One set of costs serves
 * all groups, so that a few measurements tell them; what those leave open is decided by the guess.
 */
export function rooflinePrior(table: FeatureTable, latenciesUs: Float64Array, guess: Guess): LatencyPrior {
  const starts = table.names.filter((name) => name.startsWith(groupColumn));
  const names = [...rooflineTerms(table.names), ...starts];
  const measured = selectColumns(table, names).columns;
  const guessed = selectColumns(guess.table, names).columns;
  const constant = new Float64Array(latenciesUs.length + guess.latenciesUs.length).fill(1);
  const columns = [
    ...measured.map((column, term) => joined(column, guessed[term] as Float64Array)),
    constant,
  ];
  const weight = guess.worth / guess.latenciesUs.length;
  const relative = joined(
    latenciesUs.map((latency) => 1 / latency ** 2),
    guess.latenciesUs.map((latency) => weight / latency ** 2),
  );
  const costs = nonNegativeCoefficients(columns, joined(latenciesUs, guess.latenciesUs), relative);
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

/**
 * What phones already profiled take, combined as a weighted geometric mean with a factor: ridge regression of logarithms, the
 * weights drawn to equal ones. `lnSourcesUs` are the sources' latencies at the rows measured.
 */
export function sourcesPrior(lnSourcesUs: readonly Float64Array[], latenciesUs: Float64Array): LatencyPrior {
  const target = latenciesUs.map(Math.log);
  const law = ridgeLaw(lnSourcesUs, target, 1 / lnSourcesUs.length);
  return { lnLatencies: ({ size, lnSourcesUs: sources }) => law(sources, size) };
}

/** Slopes are drawn to the expected one as strongly as so many measurements would. */
const slopeRidge = 2;

/** Ridge regression of the target on columns, whose slopes are drawn to an expected one: a function of rows of such columns. */
function ridgeLaw(columns: readonly Float64Array[], target: Float64Array, expected: number) {
  const means = columns.map(mean);
  const targetMean = mean(target);
  const centred = columns.map((column, index) => column.map((value) => value - (means[index] as number)));
  const left = target.map(
    (value, row) =>
      value - targetMean - expected * centred.reduce((sum, column) => sum + (column[row] as number), 0),
  );
  const size = columns.length;
  const gram = new Float64Array(size * size);
  centred.forEach((column, i) => {
    centred.forEach((other, j) => (gram[i * size + j] = product(column, other)));
    gram[i * size + i] = (gram[i * size + i] as number) * (1 + slopeRidge / target.length) + 1e-9;
  });
  const right = Float64Array.from(centred, (column) => product(column, left));
  const slopes = (solveSymmetric(gram, size, right) ?? right.fill(0)).map((value) => value + expected);
  return (rows: readonly Float64Array[], count: number) =>
    Float64Array.from({ length: count }, (_, row) =>
      rows.reduce(
        (sum, values, index) =>
          sum + (slopes[index] as number) * ((values[row] as number) - (means[index] as number)),
        targetMean,
      ),
    );
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, row) => sum + value * (b[row] as number), 0);
}
