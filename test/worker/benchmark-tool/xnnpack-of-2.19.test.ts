import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildArchitecture, GraphBuilder, type Graph } from '../../../src/graph/index.js';
import { alignTimings, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { OpTiming } from '../../../src/worker/benchmark-tool/index.js';
import type { Delegate } from '../../../src/records/scenario.js';
import { sharedDataPath, sharedDataText } from '../../support/shared-data.js';

const folder = sharedDataPath('benchmark-output/2.19-dev');
const outputs =
  folder === undefined
    ? []
    : readdirSync(folder).flatMap((file) => {
        const match = /^(.+)\.(xnnpack|builtin)\.stdout$/.exec(file);
        return match === null ? [] : [[match[1] ?? '', match[2] as Delegate] as const];
      });

/** `one-ADD`: one operation, with the clamp that its profile shows; else an architecture and its precision. */
function modelOf(name: string): Graph {
  const operator = /^one-(\w+)$/.exec(name)?.[1];
  if (operator !== undefined) return oneOperation(operator);
  const [, architecture = '', precision] = /^(.+)-(float32|int8)$/.exec(name) ?? [];
  return buildArchitecture(architecture, { precision: precision === 'int8' ? 'int8' : 'float32' });
}

function oneOperation(operator: string): Graph {
  const builder = new GraphBuilder(operator);
  const x = builder.input([1, 32, 32, 16]);
  const fusedActivation = operator === 'SUB' ? 'NONE' : 'RELU';
  const binary = ['ADD', 'DIV', 'MUL', 'SUB'].includes(operator);
  if (binary)
    return builder.finish([builder.apply(operator, [x, builder.input(x.shape)], { fusedActivation })]);
  if (operator === 'PRELU')
    return builder.finish([builder.apply(operator, [x, builder.weights([1, 1, 16])])]);
  return builder.finish([builder.apply(operator, [x], operator === 'LEAKY_RELU' ? { alpha: 0.1 } : {})]);
}

function align(name: string, delegate: Delegate): { graph: Graph; timings: OpTiming[]; profileUs: number } {
  const graph = modelOf(name);
  const stdout = sharedDataText(`benchmark-output/2.19-dev/${name}.${delegate}.stdout`) ?? '';
  const report = parseBenchmarkOutput({ stdout, stderr: '', exitCode: 0 });
  const profileUs = report.regularProfile[0]?.timings?.meanUs ?? 0;
  return { graph, timings: alignTimings(report, graph, delegate), profileUs };
}

describe.skipIf(folder === undefined)('the output of a genuine tool of TensorFlow 2.19', () => {
  it.each(outputs)('of %s with %s says of every operation what it took', (name, delegate) => {
    const { graph, timings, profileUs } = align(name, delegate);
    expect(timings.map(({ operationIndex }) => operationIndex)).toEqual([...graph.operations.keys()]);
    const sumUs = timings.reduce((sum, { meanUs }) => sum + meanUs, 0);
    expect(Math.abs(sumUs - profileUs)).toBeLessThan(profileUs * 0.01 + 5);
  });

  it('gives a clamp after a sum to the operation that asks for it', () => {
    const both = 'Binary Elementwise (ND) + Unary Elementwise (NC)';
    expect(align('one-ADD', 'xnnpack').timings).toMatchObject([{ operator: 'ADD', kernel: both }]);
    const { graph, timings } = align('resnet10-float32', 'xnnpack');
    const relus = timings.filter(({ operator }) => operator === 'RELU');
    for (const { operationIndex, kernel, fusedInto } of relus) {
      const before = graph.operations[(operationIndex ?? 0) - 1]?.operator;
      if (before === 'ADD') expect(kernel).toBe('Unary Elementwise (NC)');
      else expect(fusedInto).toBe((operationIndex ?? 0) - 1);
    }
  });

  it('folds paddings into the convolutions after them', () => {
    const { timings } = align('mobilenetv3_small_w1-float32', 'xnnpack');
    const paddings = timings.filter(({ operator }) => operator === 'PAD');
    expect(paddings.length).toBeGreaterThan(10);
    for (const { operationIndex, fusedInto, meanUs } of paddings) {
      expect(fusedInto).toBe((operationIndex ?? 0) + 1);
      expect(meanUs).toBe(0);
    }
  });
});
