import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, describeGraph } from '../../../src/graph/index.js';
import { createPredictor, type OperationPrediction } from '../../../src/predictor/index.js';
import { loadRelease, trainScenario, type TrainingSummary } from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-xnnpack-2.15';
const learned = ['mobilenet_w1', 'mobilenetv2_w1', 'mobilenetv2_wd2', 'resnet10', 'squeezenet_v1_0'];
const graph = buildArchitecture('mobilenetv2_w3d4');

let database: TestPostgres;
let summary: TrainingSummary;
let operations: readonly OperationPrediction[];

beforeAll(async () => {
  database = await startTestPostgres();
  const configurations = configurationsOf(learned.map((name) => buildArchitecture(name)));
  await storeMeasurements(database, scenarioKey, configurations);
  summary = await trainScenario({
    ...{ database, scenarioKey, seed: 1, codeVersion: '0.0.0' },
    learner: 'roofline',
  });
  const predictor = createPredictor(await loadRelease(database, { scenarioKey }));
  ({ operations } = predictor.predict(graph));
});
afterAll(() => database.close());

describe('a scenario of XNNPACK', () => {
  it('learns convolutions by the kind of microkernel that runs them', () => {
    const groups = summary.groups.map(({ kernelGroup }) => kernelGroup);
    expect(groups).toEqual(
      expect.arrayContaining(['CONV_2D GEMM', 'CONV_2D IGEMM', 'DEPTHWISE_CONV_2D DWConv']),
    );
    expect(groups).not.toContain('CONV_2D');
  });

  it('predicts a padding that is folded into a convolution at 0 µs, and says into which', () => {
    const paddings = operations.filter(({ operator }) => operator === 'PAD');
    expect(paddings.length).toBeGreaterThan(15);
    for (const { index, predictedUs, source, into } of paddings)
      expect([predictedUs, source, into]).toEqual([0, 'fused', index + 1]);
  });

  it('predicts every other operation, in their order', () => {
    expect(operations.map(({ index }) => index)).toEqual([...graph.operations.keys()]);
    const known = describeGraph(graph).operations.filter(({ operator }) => operator !== 'PAD');
    for (const { index } of known) expect(operations[index]?.predictedUs).toBeGreaterThan(0);
  });
});
