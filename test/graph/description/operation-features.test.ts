import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureNames, featuresOf } from '../../../src/graph/index.js';
import { configurationsOf, operatorsIn } from '../support/configurations.js';

describe.each(['float32', 'float16', 'int8'] as const)('features in %s', (precision) => {
  it.each(operatorsIn(precision))('of %s are finite, not negative, and in their fixed order', (operator) => {
    fc.assert(
      fc.property(configurationsOf(operator, precision), (configuration) => {
        const features = featuresOf(configuration);
        expect(Object.keys(features)).toEqual(featureNames(operator));
        for (const value of Object.values(features)) expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
