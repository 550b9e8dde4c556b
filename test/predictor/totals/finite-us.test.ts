import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finiteUs } from '../../../src/predictor/totals/finite-us.js';

describe('a time that is finite', () => {
  it('is any finite number, as it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (us) => {
        expect(finiteUs(us, 'a kernel')).toBe(us);
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('is never %s; the error says of what it was to be the time', (us) => {
    expect(() => finiteUs(us, 'a kernel of ADD')).toThrow(
      expect.objectContaining({
        code: 'PREDICTION_NOT_FINITE',
        message: expect.stringContaining('ADD') as string,
      }),
    );
  });
});
