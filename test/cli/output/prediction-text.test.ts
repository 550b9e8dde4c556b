import { describe, expect, it } from 'vitest';

import { predictionText } from '../../../src/cli/output/prediction-text.js';
import type { OperationPrediction } from '../../../src/predictor/index.js';
import { us } from '../../support/times.js';

const known: OperationPrediction = {
  index: 0,
  operator: 'CONV_2D',
  kernelGroup: 'CONV_2D',
  predictedUs: us(900),
  source: 'own',
  extrapolated: false,
  distance: 0,
  measured: true,
};
const unknown: OperationPrediction = {
  ...known,
  index: 1,
  operator: 'SHAPE',
  predictedUs: us(0),
  source: 'none',
};

describe('the text of a prediction', () => {
  it('of a whole network has its time and its interval', () => {
    const text = predictionText('net on phone', {
      complete: true,
      unknown: [],
      totalUs: us(1000),
      overheadUs: us(100),
      interval: { lowUs: us(900), highUs: us(1100), coverage: 0.9 },
      operations: [known],
      extrapolatedShare: 0,
    });
    expect(text).toContain('net on phone: 1.00 ms\n90 % interval: 900 µs to 1.10 ms\n');
    expect(text).toMatch(/^CONV_2D +1 +900 µs +90 %$/m);
    expect(text).toMatch(/^overhead +100 µs +10 %$/m);
  });

  it('of a network that is not known whole has no time beside its name, no interval, and what is left out', () => {
    const text = predictionText('net on phone', {
      complete: false,
      unknown: [{ operator: 'SHAPE', count: 3, reason: 'no definition' }],
      knownUs: us(1000),
      operations: [known, unknown],
    });
    expect(text).toContain('net on phone: not known whole, so there is no time and no interval\n');
    expect(text).toContain('what is known of it takes 1.00 ms\n');
    expect(text).toMatch(/^SHAPE +3 +no definition$/m);
    expect(text).not.toContain('% interval');
    expect(text).not.toMatch(/^SHAPE +1 +0/m);
  });

  it('of a network of which nothing is known has no number at all', () => {
    const text = predictionText('net on phone', {
      complete: false,
      unknown: [{ operator: 'CUSTOM:EdgeTpu', count: 1, reason: 'custom operator' }],
      knownUs: us(0),
      operations: [{ ...unknown, operator: 'CUSTOM:EdgeTpu' }],
    });
    expect(text).toContain('nothing of it is known');
    expect(text).not.toContain('µs');
  });
});
