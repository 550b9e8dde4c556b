import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { costOf, operatorNames, outputsOf } from '../../../src/graph/index.js';
import { isArchitectureSpaceFile } from '../../../src/orchestrator/architecture-space/architecture-space.js';
import { operatorTemplates } from '../../../src/orchestrator/search-space/operators/index.js';
import { parseSearchSpace, readSearchSpace } from '../../../src/orchestrator/search-space/search-space.js';

const folder = fileURLToPath(new URL('../../../configs/search-spaces/', import.meta.url));

const convolution = `
name: example
operations:
  - name: conv
    operator: CONV_2D
    parameters:
      height: { integer: [4, 32] }
      channels: { choice: [8, 16] }
      filters: 16
    joint:
      - { parameters: [kernel, stride], choices: [[1, 1], [3, 2]] }
`;

const problemsOf = (text: string): string[] => {
  try {
    parseSearchSpace(text, 'example.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_FILE', blame: 'config' });
    return (error as Error).message.split('\n');
  }
  return [];
};

describe('a search space', () => {
  it('makes a configuration of each point', () => {
    const [space] = parseSearchSpace(convolution, 'example.yaml').operations;
    expect(space?.dimensions).toBe(3);
    expect(space?.configurationAt([0, 0.99, 0.99])).toEqual({
      operator: 'CONV_2D',
      attributes: {
        padding: 'SAME',
        strideHeight: 2,
        strideWidth: 2,
        dilationHeight: 1,
        dilationWidth: 1,
        fusedActivation: 'NONE',
      },
      inputs: [
        { shape: [1, 4, 4, 16], type: 'float32', constant: false },
        { shape: [16, 3, 3, 16], type: 'float32', constant: true },
        { shape: [16], type: 'float32', constant: true },
      ],
    });
  });

  it('gives nothing where a constraint does not hold or the runtime could not execute it', () => {
    const [space] = parseSearchSpace(
      `${convolution}    constraints: ["height >= 16"]`,
      'example.yaml',
    ).operations;
    expect(space?.configurationAt([0.1, 0, 0])).toBeUndefined();
    expect(space?.configurationAt([0.9, 0, 0])).toBeDefined();
    const tooSmall = convolution
      .replace('[4, 32]', '[2, 2]')
      .replace('filters: 16', 'filters: 16\n      padding: VALID');
    const [impossible] = parseSearchSpace(tooSmall, 'example.yaml').operations;
    expect(impossible?.configurationAt([0, 0, 0.9])).toBeUndefined();
    expect(impossible?.configurationAt([0, 0, 0])).toBeDefined();
  });

  it('lets constraints read what an operation costs', () => {
    const [space] = parseSearchSpace(
      `${convolution}    constraints: ["flops <= 2 * 16 * 16 * 4 * 4"]`,
      'x',
    ).operations;
    const small = space?.configurationAt([0, 0.9, 0]);
    expect(small && costOf(small).flops).toBe(2 * 16 * 16 * 4 * 4);
    expect(space?.configurationAt([0.5, 0.9, 0])).toBeUndefined();
  });

  it('derives parameters from others and from variables of its own', () => {
    const text = `
name: example
operations:
  - name: dw
    operator: DEPTHWISE_CONV_2D
    variables: { expansion: { choice: [2] } }
    parameters: { height: 8, kernel: 3 }
    derived: { channels: expansion * 12, width: height + kernel }
`;
    const [space] = parseSearchSpace(text, 'example.yaml').operations;
    expect(space?.configurationAt([0])?.inputs[0]?.shape).toEqual([1, 8, 11, 24]);
  });

  it.each([
    ['operator: CONV_2D', 'operator: CONV2D', 5, 'operations[0].operator', '"CONV2D" is not an operator'],
    ['filters: 16', 'filtres: 16', 9, 'operations[0].parameters.filtres', 'is not a parameter of CONV_2D'],
    ['filters: 16', 'filters: many', 9, 'operations[0].parameters.filters', 'must be a whole number'],
    [
      'filters: 16',
      'filters: { integer: [9, 3] }',
      9,
      'operations[0].parameters.filters',
      'the range is empty',
    ],
    [
      'filters: 16',
      'filters: { integre: [1, 3] }',
      9,
      'operations[0].parameters.filters',
      'expected a value, {integer',
    ],
    ['filters: 16', 'padding: FULL', 9, 'operations[0].parameters.padding', 'must be one of SAME, VALID'],
    [
      '[[1, 1], [3, 2]]',
      '[[1, 1], [3]]',
      11,
      'operations[0].joint[0].choices[1]',
      '1 values for 2 parameters',
    ],
    [
      '[kernel, stride]',
      '[kernel, filters]',
      11,
      'operations[0].joint[0].parameters[1]',
      '"filters" is given twice',
    ],
    [
      '    joint:',
      '    constraints: ["heigth > 3"]\n    joint:',
      10,
      'operations[0].constraints[0]',
      '"heigth" is not known',
    ],
    [
      '    joint:',
      '    constraints: ["height >"]\n    joint:',
      10,
      'operations[0].constraints[0]',
      'expected a value, found the end',
    ],
    ['name: example', 'nmae: example', 2, 'nmae', 'no such field'],
  ])('says where the mistake is: %s -> %s', (right, wrong, line, field, message) => {
    const problems = problemsOf(convolution.replace(right, wrong));
    const found = problems.find((problem) => problem.includes(field) && problem.includes(message));
    expect(found, problems.join('\n')).toMatch(new RegExp(`^example\\.yaml:${line}:`));
  });

  it('says which parameters are missing', () => {
    expect(problemsOf(convolution.replace('      filters: 16\n', ''))).toEqual([
      expect.stringMatching(/^example\.yaml:\d+:\d+: operations\[0\]\.parameters: lacks filters/),
    ]);
  });

  it('reports a text that is not YAML with its line', () => {
    expect(problemsOf('name: example\noperations: [')[0]).toMatch(/^example\.yaml:2:/);
  });
});

it('samples only operators that the graph room knows', () => {
  for (const operator of Object.keys(operatorTemplates)) expect(operatorNames).toContain(operator);
});

it('has in its repository only search spaces that can be read and drawn from', async () => {
  const paths = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const ofArchitectures = await Promise.all(paths.map((name) => isArchitectureSpaceFile(folder + name)));
  const files = paths.filter((_, index) => ofArchitectures[index] === false);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    for (const operation of (await readSearchSpace(folder + file)).operations) {
      const drawn = Array.from({ length: 300 }, (_, index) =>
        operation.configurationAt(
          Float64Array.from(
            { length: operation.dimensions },
            (_, d) => ((index + 1) * (d + 1) * 0.618034) % 1,
          ),
        ),
      ).filter((configuration) => configuration !== undefined);
      expect(drawn.length, `${file}: ${operation.name}`).toBeGreaterThan(20);
      expect(drawn.every((configuration) => outputsOf(configuration).length > 0)).toBe(true);
    }
  }
});
