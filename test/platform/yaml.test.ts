import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';

import { FarmError } from '../../src/platform/errors.js';
import { parseYaml, readYamlFile } from '../../src/platform/yaml.js';

const schema = z.strictObject({
  name: z.string(),
  kind: z.enum(['sobol', 'random']).optional(),
  samples: z.array(z.strictObject({ count: z.int().positive() })).optional(),
});

function refusalOf(text: string): FarmError {
  try {
    parseYaml(text, 'campaign.yaml', schema);
  } catch (error) {
    if (error instanceof FarmError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseYaml', () => {
  it('returns what the schema makes of the file', () => {
    const text = 'name: first # a comment\nsamples:\n  - count: 3\n';
    expect(parseYaml(text, 'campaign.yaml', schema)).toEqual({ name: 'first', samples: [{ count: 3 }] });
  });

  it.each([
    [
      'a wrong type',
      'name: x\nsamples:\n  - count: ten\n',
      '3:12: samples[0].count: expected number, got "ten"',
    ],
    ['a value out of range', 'name: x\nsamples:\n  - count: -1\n', '3:12: samples[0].count: '],
    [
      'an unknown choice',
      'name: x\nkind: magic\n',
      '2:7: kind: expected one of "sobol"|"random", got "magic"',
    ],
    [
      'an unknown field',
      'name: x\nsamples:\n  - count: 1\n    cuont: 2\n',
      '4:5: samples[0].cuont: no such field',
    ],
    ['a missing field', 'samples: []\n', '1:1: name: expected string, but it is missing'],
    ['an empty file', '', '1:1: (file): expected object, got null'],
    ['a field given twice', 'name: x\nname: y\n', '2:1: name: is there twice'],
    ['an alias of what it stands in', 'name: &a [*a]\n', '1:11: (file): *a stands in what it refers to'],
    ['a name that JavaScript would drop', 'name: x\n__proto__: [1]\n', '2:1: __proto__: no such field'],
    ['one that is nested', 'name: x\na:\n  __proto__: []\n', '3:3: __proto__: no such field'],
    ['an open bracket', 'name: [x\n', '2:1: (file): '],
    ['a tag that is unknown', 'name: !secret x\n', '1:7: (file): '],
  ])('says where and what for %s', (_case, text, expected) => {
    expect(refusalOf(text).message).toContain(`campaign.yaml:${expected}`);
  });

  it('lists every problem, a line each', () => {
    const refusal = refusalOf('nam: x\nkind: magic\n');
    expect(refusal.message.split('\n')).toHaveLength(3);
  });

  it('lists the first of many problems and counts the others', () => {
    const unknown = Array.from({ length: 20_000 }, (_, index) => `unknown${index}: 1`);
    const lines = refusalOf(['name: x', ...unknown].join('\n')).message.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[1]).toBe('campaign.yaml:3:1: unknown1: no such field');
    expect(lines[20]).toBe('and 19980 problems more');
  });

  it.each([101, 1_000, 20_000])('refuses a file that is nested %i levels deep as that', (levels) => {
    const text = `name: ${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(refusalOf(text).message).toContain('nested more deeply than any file of the farm is');
  });

  it('reads any tree of names and values back as it was written', () => {
    const names = fc.string({ minLength: 1 });
    // That name is refused wherever it stands (above).
    const trees = fc
      .dictionary(names, fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true })
      .filter((tree) => !JSON.stringify(tree).includes('"__proto__":'));
    fc.assert(
      fc.property(trees, (tree) => {
        expect(parseYaml(stringify(tree), 'tree.yaml', z.unknown())).toEqual(tree);
      }),
    );
  });

  it('blames the file', () => {
    const refusal = refusalOf('');
    expect(refusal.code).toBe('INVALID_FILE');
    expect(refusal.blame).toBe('config');
  });

  it('refuses aliases that would grow without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a]',
      'name: [*b,*b,*b,*b,*b,*b,*b,*b]',
    ];
    const manyTimes = Array.from({ length: 30 }, (_, i) => `k${i}: [*b,*b,*b,*b,*b,*b,*b]`);
    expect(() => parseYaml([...bomb, ...manyTimes].join('\n'), 'bomb.yaml', schema)).toThrow(FarmError);
  });
});

describe('readYamlFile', () => {
  it('names a file that cannot be read', async () => {
    await expect(readYamlFile('/nowhere/campaign.yaml', schema)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('/nowhere/campaign.yaml') as string,
    });
  });
});
