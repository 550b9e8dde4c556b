import { LearningError } from '../errors.js';
import { inverseOfFactor } from './inverse.js';
import { choleskyFactor } from './symmetric-solve.js';

/** The Cholesky factor of a covariance or a precision. Throws LEARNER_INPUT_INVALID where the matrix is not positive definite. */
export function positiveFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = choleskyFactor(matrix, size);
  if (factor !== undefined) return factor;
  throw new LearningError('LEARNER_INPUT_INVALID', 'a covariance is not positive definite');
}

/** The inverse of a symmetric positive definite matrix, both triangles. Throws LEARNER_INPUT_INVALID when it is not. */
export function symmetricInverse(matrix: Float64Array, size: number): Float64Array {
  const inverse = inverseOfFactor(positiveFactor(matrix, size), size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      inverse[column * size + row] = inverse[row * size + column] as number;
    }
  }
  return inverse;
}
