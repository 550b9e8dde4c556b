import { describe, expect, it } from 'vitest';

import { unmeasuredOf } from '../../../src/api/predictions/unmeasured.js';
import { graphOfConfigurations, type OperationConfiguration } from '../../../src/graph/index.js';
import type { GraphPrediction, OperationPrediction } from '../../../src/predictor/index.js';

const relu = (channels: number): OperationConfiguration => ({
  operator: 'RELU',
  attributes: {},
  inputs: [{ shape: [1, 8, 8, channels], type: 'float32', constant: false }],
});
const known = {
  operator: 'RELU',
  predictedUs: 10,
  source: 'fallback',
  extrapolated: false,
  distance: 0,
  measured: false,
  kernelGroup: 'RELU',
};

/** What is to be measured of a network of the operations, as they are predicted. */
function unmeasured(
  ...operations: readonly (Partial<Pick<OperationPrediction, 'source' | 'measured'>> & {
    readonly channels: number;
    readonly predictedUs?: number;
  })[]
): unknown {
  const graph = graphOfConfigurations(operations.map(({ channels }) => relu(channels)));
  const predicted = operations.map((told, index) => ({ ...known, index, ...told }));
  return unmeasuredOf(graph, { operations: predicted } as unknown as GraphPrediction);
}

describe('what measuring would teach of a network', () => {
  it('is each configuration once, however often it occurs', () => {
    expect(unmeasured({ channels: 8 }, { channels: 8 }, { channels: 16 })).toEqual({
      configurations: 2,
      ofUnknownTime: 0,
      inferenceUs: 20,
    });
  });

  it('has configurations of which nothing is known, and takes their time for no nothing', () => {
    expect(unmeasured({ channels: 8 }, { channels: 16, source: 'none', predictedUs: 0 })).toEqual({
      configurations: 2,
      ofUnknownTime: 1,
      inferenceUs: 10,
    });
  });

  it('is nothing of what was measured, and of what takes no time of its own', () => {
    expect(
      unmeasured(
        { channels: 8, measured: true },
        { channels: 16, source: 'fused' },
        { channels: 4, source: 'own' },
      ),
    ).toMatchObject({ configurations: 0 });
  });
});
