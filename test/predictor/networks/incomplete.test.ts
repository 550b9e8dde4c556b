import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildArchitecture, readTflite, type Graph } from '../../../src/graph/index.js';
import { graphGpuKernels } from '../../../src/predictor/features/graph-gpu-kernels.js';
import { createPredictor, wholePrediction, type GraphPrediction } from '../../../src/predictor/index.js';
import { packagedModel } from '../../graph/support/models.js';
import {
  rawModel,
  type RawModel,
  type RawOperation,
  type RawSubgraph,
} from '../../graph/support/raw-models.js';
import { constantRelease } from '../support/constant-release.js';

const predictor = createPredictor(constantRelease({ RELU: 10, LOGISTIC: 30, FULLY_CONNECTED: 50 }));

type Bare = Pick<RawOperation, 'code' | 'custom' | 'options' | 'secondOptions'>;
const relu: Bare = { code: 19 };
const logistic: Bare = { code: 14 };
const custom: Bare = { code: 32, custom: 'EdgeTpu' };
const shape: Bare = { code: 77 };

/** A chain of operations. */
function chain(...operations: readonly Bare[]): RawSubgraph {
  return {
    tensors: Array.from({ length: operations.length + 1 }, () => ({ shape: [1, 4] })),
    operations: operations.map((operation, index) => ({
      ...operation,
      inputs: [index],
      outputs: [index + 1],
    })),
    inputs: [0],
    outputs: [operations.length],
  };
}

const graphOf = (model: RawModel): Graph => readTflite(rawModel(model)).graphs[0];
const predicted = (...subgraphs: readonly RawSubgraph[]): GraphPrediction =>
  predictor.predict(graphOf({ subgraphs }));

describe('a network that is known whole', () => {
  it('has a time and an interval around it', () => {
    const prediction = predicted(chain(relu, logistic));
    expect(prediction).toMatchObject({ complete: true, unknown: [], totalUs: 142, overheadUs: 102 });
    expect(wholePrediction('net', prediction).interval.coverage).toBe(0.9);
  });
});

describe('a custom operation that the GPU delegate executes as one of TFLite’s', () => {
  const [graph] = readTflite(
    packagedModel('@mediapipe/selfie_segmentation/selfie_segmentation.tflite'),
  ).graphs;
  const groups = new Set(
    graphGpuKernels(graph, { gpu: 'adreno640', runtimeVersion: '2.15' }).map(
      ({ kernelGroup }) => kernelGroup,
    ),
  );
  const latenciesUs = Object.fromEntries([...groups].map((group) => [group, 10]));

  it('is in the number for a GPU, and in none for a CPU', () => {
    const onGpu = createPredictor(constantRelease(latenciesUs, { delegate: 'gpu' }), { gpu: 'adreno640' });
    expect(onGpu.predict(graph)).toMatchObject({ complete: true, unknown: [] });
    expect(predictor.predict(graph).unknown).toContainEqual({
      operator: 'CUSTOM:Convolution2DTransposeBias',
      count: 1,
      reason: 'custom operator',
    });
  });

  it('is not, where nothing tells of its kernel', () => {
    const others = { ...latenciesUs };
    delete others['convolution_transposed'];
    const onGpu = createPredictor(constantRelease(others, { delegate: 'gpu' }), { gpu: 'adreno640' });
    expect(onGpu.predict(graph).unknown).toEqual([
      {
        operator: 'CUSTOM:Convolution2DTransposeBias',
        count: 1,
        reason: 'nothing that was measured tells of it',
      },
    ]);
  });
});

describe('a network with operations that are not known', () => {
  it('has neither a time nor an interval, and says what is left out, how often, and why', () => {
    const prediction = predicted(chain(relu, custom, shape, custom));
    expect(prediction).toEqual({
      complete: false,
      knownUs: 111,
      unknown: [
        { operator: 'CUSTOM:EdgeTpu', count: 2, reason: 'custom operator' },
        { operator: 'SHAPE', count: 1, reason: 'no definition' },
      ],
      operations: expect.any(Array) as unknown,
    });
    expect(prediction.operations.map(({ source }) => source)).toEqual(['own', 'none', 'none', 'none']);
  });

  it('has not even a part of a time where nothing is known', () => {
    expect(predicted(chain(custom))).toMatchObject({ complete: false, knownUs: 0 });
  });

  it('is refused by who needs the time of the whole', () => {
    expect(() => wholePrediction('net', predicted(chain(relu, custom)))).toThrow(
      'net is not known whole; left out: 1 CUSTOM:EdgeTpu (custom operator)',
    );
  });

  it('counts every operation that no predictor can tell of', () => {
    const other = createPredictor(constantRelease({ RELU: 10 }));
    expect(other.predict(graphOf({ subgraphs: [chain(relu, logistic)] }))).toMatchObject({
      complete: false,
      unknown: [{ operator: 'LOGISTIC', count: 1, reason: 'nothing that was measured tells of it' }],
    });
  });

  it('never has a number that is none, whatever a predictor answers', () => {
    for (const latencyUs of [NaN, Infinity]) {
      const predictor = createPredictor(constantRelease({ RELU: latencyUs }));
      expect(predictor.predict(graphOf({ subgraphs: [chain(relu)] }))).toMatchObject({
        complete: false,
        knownUs: 0,
      });
    }
  });

  it('is complete exactly where nothing is left out', () => {
    const operations = fc.array(fc.constantFrom(relu, logistic, custom, shape), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(operations, (list) => {
        const prediction = predicted(chain(...list));
        const unknown = list.filter((each) => each === custom || each === shape).length;
        expect(prediction.complete).toBe(unknown === 0);
        expect(prediction.unknown.reduce((sum, { count }) => sum + count, 0)).toBe(unknown);
      }),
    );
  });
});

describe('control flow', () => {
  const loop: Bare = { code: 119, options: { type: 93, fields: [1, 2] } };
  const branch: Bare = { code: 118, options: { type: 92, fields: [1, 2] } };
  const composite: Bare = { code: 206, secondOptions: { type: 21, fields: ['odml.rms_norm', 1] } };

  it('counts condition and body of a loop once, and says so', () => {
    const prediction = predicted(chain(relu, loop), chain(relu), chain(logistic, logistic));
    expect(prediction).toMatchObject({
      complete: false,
      knownUs: 102 + 10 + 10 + 60,
      unknown: [{ operator: 'WHILE', count: 1, reason: expect.stringContaining('counted once') as string }],
    });
    expect(prediction.operations[1]).toMatchObject({ source: 'called', predictedUs: 70 });
  });

  it('counts the longer branch', () => {
    const prediction = predicted(chain(branch), chain(relu), chain(logistic));
    expect(prediction).toMatchObject({ complete: false, knownUs: 101 + 30 });
  });

  it('counts a composite as what it stands for', () => {
    const prediction = predicted(chain(composite), chain(relu, logistic));
    expect(prediction).toMatchObject({
      complete: false,
      knownUs: 101 + 40,
      unknown: [{ operator: 'STABLEHLO_COMPOSITE', count: 1 }],
    });
  });

  it('tells of what is not known inside, once for each subgraph', () => {
    expect(predicted(chain(loop), chain(relu), chain(custom, custom)).unknown).toEqual([
      { operator: 'WHILE', count: 1, reason: expect.any(String) as string },
      { operator: 'CUSTOM:EdgeTpu', count: 2, reason: 'custom operator' },
    ]);
  });

  it('is not known at all where the file does not say what is executed', () => {
    expect(predicted(chain({ code: 119 }))).toMatchObject({ complete: false, knownUs: 0 });
  });
});

describe('what a run of the network does not execute', () => {
  it('is left out by the name of its signature', () => {
    const signatures = [
      { key: 'prefill', subgraph: 0 },
      { key: 'decode', subgraph: 1 },
    ];
    const graph = graphOf({ subgraphs: [chain(relu), chain(relu, relu, logistic)], signatures });
    expect(predictor.predict(graph).unknown).toEqual([
      { operator: 'RELU', count: 2, reason: 'in the signature decode' },
      { operator: 'LOGISTIC', count: 1, reason: 'in the signature decode' },
    ]);
  });

  it('is left out too where nothing calls it', () => {
    expect(predicted(chain(relu), chain(logistic))).toMatchObject({
      complete: false,
      unknown: [{ operator: 'LOGISTIC', reason: expect.stringContaining('nothing calls') as string }],
    });
  });
});

describe('weights that are not in the file, or not quantized as others are', () => {
  const fullyConnected = (weights: object, externalFiles: readonly string[] = []) =>
    graphOf({
      subgraphs: [
        {
          tensors: [{ shape: [1, 64] }, { shape: [32, 64], ...weights }, { shape: [1, 32] }],
          operations: [{ code: 9, inputs: [0, 1, -1], outputs: [2] }],
          inputs: [0],
          outputs: [2],
        },
      ],
      buffers: [new Uint8Array(8192)],
      externalFiles,
    });

  it('leave their operation out, though one that is equal but for them is known', () => {
    expect(predictor.predict(fullyConnected({ buffer: 1 })).complete).toBe(true);
    expect(predictor.predict(fullyConnected({ externalBuffer: 1 }, ['weights.bin'])).unknown).toEqual([
      { operator: 'FULLY_CONNECTED', count: 1, reason: 'weights in another file, weights.bin' },
    ]);
    const details = { type: 2, blockSize: 32 };
    expect(predictor.predict(fullyConnected({ type: 17, buffer: 1, details })).unknown).toEqual([
      { operator: 'FULLY_CONNECTED', count: 1, reason: 'weights quantized by blocks of 32' },
    ]);
    expect(predictor.predict(fullyConnected({ buffer: 1 })).complete).toBe(true);
  });
});

describe('on a GPU', () => {
  it('what the delegate does not execute is left out', () => {
    const release = constantRelease({ '*': 5, relu: 5 }, { delegate: 'gpu' });
    const predictor = createPredictor(release, { gpu: 'adreno640' });
    expect(predictor.predict(buildArchitecture('squeezenet_v1_1')).complete).toBe(true);
    const prediction = predictor.predict(graphOf({ subgraphs: [chain(relu, custom)] }));
    expect(prediction).toMatchObject({
      complete: false,
      unknown: [{ operator: 'CUSTOM:EdgeTpu', count: 1, reason: 'the GPU delegate does not execute it' }],
    });
  });
});
