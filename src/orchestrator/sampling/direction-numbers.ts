/** A dimension of a Sobol sequence: a primitive polynomial over GF(2) and its first direction integers. */
export interface SobolDimension {
  readonly degree: number;
  /** The coefficients between the highest and the lowest, which are both 1, as bits: the highest first. */
  readonly inner: number;
  /** As many odd integers as the degree; the k-th, counted from 1, is below 2^k. */
  readonly initial: readonly number[];
}

/**
 * Dimensions 2 to 21 of the list "new-joe-kuo-6" of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better
 * two-dimensional projections", SIAM Journal on Scientific Computing 30 (2008), 2635–2654. The first dimension is van der
 * Corput's sequence and needs none.
 */
export const sobolDimensions: readonly SobolDimension[] = [
  { degree: 1, inner: 0, initial: [1] },
  { degree: 2, inner: 1, initial: [1, 3] },
  { degree: 3, inner: 1, initial: [1, 3, 1] },
  { degree: 3, inner: 2, initial: [1, 1, 1] },
  { degree: 4, inner: 1, initial: [1, 1, 3, 3] },
  { degree: 4, inner: 4, initial: [1, 3, 5, 13] },
  { degree: 5, inner: 2, initial: [1, 1, 5, 5, 17] },
  { degree: 5, inner: 4, initial: [1, 1, 5, 5, 5] },
  { degree: 5, inner: 7, initial: [1, 1, 7, 11, 19] },
  { degree: 5, inner: 11, initial: [1, 1, 5, 1, 1] },
  { degree: 5, inner: 13, initial: [1, 1, 1, 3, 11] },
  { degree: 5, inner: 14, initial: [1, 3, 5, 5, 31] },
  { degree: 6, inner: 1, initial: [1, 3, 3, 9, 7, 49] },
  { degree: 6, inner: 13, initial: [1, 1, 1, 15, 21, 21] },
  { degree: 6, inner: 16, initial: [1, 3, 1, 13, 27, 49] },
  { degree: 6, inner: 19, initial: [1, 1, 1, 15, 7, 5] },
  { degree: 6, inner: 22, initial: [1, 3, 1, 15, 13, 25] },
  { degree: 6, inner: 25, initial: [1, 1, 5, 5, 19, 61] },
  { degree: 7, inner: 1, initial: [1, 3, 7, 11, 23, 15, 103] },
  { degree: 7, inner: 4, initial: [1, 3, 7, 13, 13, 15, 69] },
];
