import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { architectureSpaces, buildArchitecture, designSize } from '../../../src/graph/index.js';
import {
  isArchitectureSpaceFile,
  parseArchitectureSpace,
  readArchitectureSpace,
  sampleArchitectures,
} from '../../../src/orchestrator/index.js';

const folder = fileURLToPath(new URL('../../../configs/search-spaces/', import.meta.url));

const smallCells = `
name: small-cells
architectures: nas-bench-201
only:
  edge0to1: [skip_connect, nor_conv_1x1]
  edge0to2: [none]
  edge1to2: [skip_connect]
  edge0to3: [none]
  edge1to3: [none]
  edge2to3: [skip_connect, none]
`;

const problemOf = (text: string): string => {
  try {
    parseArchitectureSpace(text, 'example.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_FILE', blame: 'config' });
    return (error as Error).message;
  }
  return '';
};

describe('a file of a space of architectures', () => {
  it('keeps the options that it names, and the whole space under its own name', () => {
    const { name, space } = parseArchitectureSpace(smallCells, 'example.yaml');
    expect(name).toBe('small-cells');
    expect(space.name).toBe('nas-bench-201');
    expect(designSize(space.decisions)).toBe(4n);
  });

  it.each([
    ['architectures: darts', /architectures.*expected/s],
    [
      'architectures: fbnet\nonly: { kernel: [3] }',
      /example\.yaml:3.*only\.kernel.*no decision named kernel/s,
    ],
    [
      'architectures: fbnet\nonly: { block: [k9_e9] }',
      /:3.*only\.block.*left without options: it has k3_e1,/s,
    ],
    ['architectures: fbnet\nshape: 4', /shape/],
  ])('is refused with its line and field: %j', (body, complaint) => {
    expect(problemOf(`name: example\n${body}\n`)).toMatch(complaint);
  });
});

describe('sampling architectures', () => {
  it('gives different ones, that the seed decides', () => {
    const space = parseArchitectureSpace('name: blocks\narchitectures: synthetic-blocks\n', 'example.yaml');
    const samples = sampleArchitectures(space, 20, 7);
    expect(new Set(samples.map(({ name }) => name)).size).toBe(20);
    expect(sampleArchitectures(space, 5, 7)).toEqual(samples.slice(0, 5));
    expect(sampleArchitectures(space, 5, 8)).not.toEqual(samples.slice(0, 5));
  });

  it('finds every architecture of a small space that makes a network, and says when there are no more', () => {
    const space = parseArchitectureSpace(smallCells, 'example.yaml');
    expect(sampleArchitectures(space, 2, 1)).toHaveLength(2);
    const refusal = expect.objectContaining({ code: 'SEARCH_SPACE_EXHAUSTED' }) as Error;
    expect(() => sampleArchitectures(space, 3, 1)).toThrow(refusal);
  });
});

it('every published space has a file, and every file gives networks', async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const published = new Set<string>();
  for (const file of files) {
    if (!(await isArchitectureSpaceFile(folder + file))) continue;
    const space = await readArchitectureSpace(folder + file);
    expect(`${space.name}.yaml`).toBe(file);
    published.add(space.space.name);
    for (const { name } of sampleArchitectures(space, 3, 1)) expect(buildArchitecture(name).name).toBe(name);
  }
  expect([...published].sort()).toEqual(architectureSpaces.map(({ name }) => name).sort());
});
