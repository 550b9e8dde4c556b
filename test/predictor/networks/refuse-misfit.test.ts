import { describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { refuseMisfit } from '../../../src/predictor/index.js';

const release = (precision: 'float32' | 'float16' | 'int8', delegate: 'builtin' | 'gpu' = 'builtin') => ({
  scenario: { precision, delegate, runtimeVersion: '2.15' },
  scenarioKey: `${delegate === 'gpu' ? 'gpu' : '1large'}-t1-${precision}-${delegate}-2.15`,
});
const int8 = buildArchitecture('mobilenet_wd4', { precision: 'int8' });
const halved = buildArchitecture('mobilenet_wd4', { precision: 'float16' });

describe('a network of another precision than a release', () => {
  it('is refused with the scenario that would fit', () => {
    expect(() => refuseMisfit(int8, 'net.tflite', release('float32'))).toThrow(
      expect.objectContaining({
        code: 'NETWORK_PRECISION_MISFIT',
        message:
          'net.tflite is int8 and does not fit 1large-t1-float32-builtin-2.15; 1large-t1-int8-builtin-2.15 would',
      }),
    );
  });

  it('is one with float16 weights on a CPU, and none on a GPU that computes in float16', () => {
    expect(() => refuseMisfit(halved, 'net', release('float32'))).toThrow('-float16weights-');
    expect(() => refuseMisfit(halved, 'net', release('float16', 'gpu'))).not.toThrow();
  });

  it('is not one of its own', () => {
    expect(() => refuseMisfit(int8, 'net', release('int8'))).not.toThrow();
  });
});
