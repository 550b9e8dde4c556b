/** The lower triangle of the inverse of L·Lᵀ. */
export function inverseOfFactor(factor: Float64Array, size: number): Float64Array {
  const lower = inverseOfLower(factor, size);
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let row = 0; row <= k; row++) {
      const value = lower[k * size + row] as number;
      for (let column = 0; column <= row; column++) {
        const place = row * size + column;
        inverse[place] = (inverse[place] as number) + value * (lower[k * size + column] as number);
      }
    }
  }
  return inverse;
}

/** L⁻¹, row by row, so that memory is walked in its order. */
function inverseOfLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const diagonal = factor[row * size + row] as number;
    for (let k = 0; k < row; k++) {
      const value = (factor[row * size + k] as number) / diagonal;
      for (let column = 0; column <= k; column++) {
        const place = row * size + column;
        inverse[place] = (inverse[place] as number) - value * (inverse[k * size + column] as number);
      }
    }
    inverse[row * size + row] = 1 / diagonal;
  }
  return inverse;
}
