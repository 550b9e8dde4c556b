/**
 * What is believed of the rates at which work takes time: a network's time is Σ exp(logRate_j) · amount_j over kinds of work, and the
 * logarithms of the rates are jointly normal. In logarithms, since no rate is negative, since rates are told to a factor, and since
 * what makes a processor slow makes most of its rates slow.
 */
export interface RateBelief {
  /** Kinds of work, in the order of the numbers below. */
  readonly names: readonly string[];
  /** Means of the natural logarithms of the rates, µs per unit of work. */
  readonly mean: Float64Array;
  /** Their covariance, names × names, row by row. */
  readonly covariance: Float64Array;
}

/** What a belief says of one total. */
export interface BelievedTotal {
  /** Natural logarithm of the time, µs. */
  readonly logUs: number;
  /** Variance of that logarithm by what is not known of the rates. */
  readonly variance: number;
  /** Share of the time that each kind of work takes: how the logarithm answers to each rate's logarithm. */
  readonly shares: Float64Array;
}

/** Amounts of work by kind, as a row in the order of `names`. Kinds that are not named are left out. */
export function amountsRow(
  names: readonly string[],
  amounts: Readonly<Record<string, number>>,
): Float64Array {
  return Float64Array.from(names, (name) => amounts[name] ?? 0);
}

/** The time of so much work. A row without any work takes no time: its logarithm is −∞. */
export function believedTotal(belief: RateBelief, row: Float64Array): BelievedTotal {
  const { logUs, shares } = totalAt(belief.mean.map(Math.exp), row);
  return { logUs, shares, variance: quadraticForm(belief.covariance, shares) };
}

/** The logarithm of a total and the shares of its parts, at given rates: µs per unit, not their logarithms. */
export function totalAt(
  rates: Float64Array,
  row: Float64Array,
): { readonly logUs: number; readonly shares: Float64Array } {
  const shares = new Float64Array(row.length);
  let totalUs = 0;
  for (let index = 0; index < row.length; index++) {
    const amount = row[index] as number;
    if (amount === 0) continue;
    const partUs = amount * (rates[index] as number);
    shares[index] = partUs;
    totalUs += partUs;
  }
  if (totalUs > 0)
    for (let index = 0; index < row.length; index++) shares[index] = (shares[index] as number) / totalUs;
  return { logUs: Math.log(totalUs), shares };
}

/** vᵀ·A·v of a symmetric matrix. */
export function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    const value = vector[row] as number;
    if (value === 0) continue;
    let product = 0;
    for (let column = 0; column < size; column++) {
      product += (matrix[row * size + column] as number) * (vector[column] as number);
    }
    sum += value * product;
  }
  return sum;
}

/** A·v of a square matrix. */
export function matrixTimes(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) {
      sum += (matrix[row * size + column] as number) * (vector[column] as number);
    }
    result[row] = sum;
  }
  return result;
}
