/**
 * The Cholesky factor L (lower triangle, row by row) of a symmetric positive definite matrix of the given size, or
 * `undefined` when the matrix is not positive definite.
 */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let k = 0; k < column; k++) {
        sum -= (factor[row * size + k] as number) * (factor[column * size + k] as number);
      }
      if (row !== column) factor[row * size + column] = sum / (factor[column * size + column] as number);
      else if (sum > 0) factor[row * size + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Solves L·x = b for a lower triangular L. */
export function solveLower(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = right[row] as number;
    for (let k = 0; k < row; k++) sum -= (factor[row * size + k] as number) * (solution[k] as number);
    solution[row] = sum / (factor[row * size + row] as number);
  }
  return solution;
}

/** Solves Lᵀ·x = b for a lower triangular L. */
export function solveUpper(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const solution = new Float64Array(right);
  for (let row = size - 1; row >= 0; row--) {
    const value = (solution[row] as number) / (factor[row * size + row] as number);
    solution[row] = value;
    for (let k = 0; k < row; k++) {
      solution[k] = (solution[k] as number) - (factor[row * size + k] as number) * value;
    }
  }
  return solution;
}

/** Solves A·x = b for a symmetric positive definite A; `undefined` when it is not. */
export function solveSymmetric(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array | undefined {
  const factor = choleskyFactor(matrix, size);
  return factor && solveUpper(factor, size, solveLower(factor, size, right));
}
