import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, decide, repeat } from '../../../../src/graph/architectures/spaces/design.js';
import {
  designMarginals,
  designSize,
  decodeChoices,
  encodeChoices,
} from '../../../../src/graph/architectures/spaces/index.js';
import type { Choices, Decision } from '../../../../src/graph/architectures/spaces/index.js';
import { restrictDesign } from '../../../../src/graph/architectures/spaces/restriction.js';

const design = [
  choose('size', [32, 64]),
  decide('kind', [
    {
      value: 'deep',
      weight: 3,
      then: [repeat('depth', [1, 2], (unit) => [choose(`unit${unit}.kernel`, [3, 5])])],
    },
    { value: 'flat' },
  ]),
];

const codes = ['0000', '0001', '00100', '00101', '00110', '00111', '01', '11'];
const refused = (message: RegExp) =>
  expect.objectContaining({
    code: 'INVALID_CHOICE',
    message: expect.stringMatching(message) as string,
  }) as Error;

describe('a design', () => {
  it('counts the ways to decide, those that lead on with all that follows', () => {
    expect(designSize(design)).toBe(2n * (2n + 4n + 1n));
  });

  it('refuses a decision without options, or with more than a digit can tell apart', () => {
    expect(() => choose('nothing', [])).toThrow(RangeError);
    expect(() =>
      choose(
        'much',
        Array.from({ length: 37 }, (_, index) => index),
      ),
    ).toThrow(RangeError);
  });

  it('has exact marginals, of which decisions that do not always arise sum to less than 1', () => {
    const marginals = Object.fromEntries(
      designMarginals(design).map(({ name, probabilities }) => [name, probabilities]),
    );
    expect(marginals['kind']).toEqual([
      { value: 'deep', probability: 0.75 },
      { value: 'flat', probability: 0.25 },
    ]);
    expect(marginals['unit2.kernel']).toEqual([
      { value: 3, probability: 0.1875 },
      { value: 5, probability: 0.1875 },
    ]);
  });
});

describe('codes of choices', () => {
  it.each(codes)('%s stands for the choices that give it', (code) => {
    expect(encodeChoices(design, decodeChoices(design, code))).toBe(code);
  });

  it('never decode to choices that encode differently', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', '2', 'z') }), (code) => {
        const choices = decoded(code);
        return choices === undefined || encodeChoices(design, choices) === code;
      }),
    );
  });

  it('are refused where digits are missing, wrong or too many', () => {
    expect(() => decodeChoices(design, '0')).toThrow(refused(/no digit for kind/));
    expect(() => decodeChoices(design, '0200')).toThrow(refused(/the digit 2 for kind/));
    expect(() => decodeChoices(design, '0111')).toThrow(refused(/2 digits too many/));
  });

  it('are refused where choices are missing, wrong or too many', () => {
    expect(() => encodeChoices(design, { kind: 'flat' })).toThrow(
      refused(/size is not decided: expected one of 32, 64/),
    );
    expect(() => encodeChoices(design, { size: 48, kind: 'flat' })).toThrow(refused(/size cannot be 48/));
    expect(() => encodeChoices(design, { size: 32, kind: 'flat', depth: 1 })).toThrow(
      refused(/depth is not to be decided/),
    );
  });

  function decoded(code: string): Choices | undefined {
    try {
      return decodeChoices(design, code);
    } catch {
      return undefined;
    }
  }
});

describe('a restricted design', () => {
  const names = (decisions: readonly Decision[]) => designMarginals(decisions).map(({ name }) => name);

  it('keeps the codes of what stays possible', () => {
    const restricted = restrictDesign(design, { kernel: [5], size: [64] });
    const choices = { size: 64, kind: 'deep', depth: 1, 'unit1.kernel': 5 };
    expect(encodeChoices(restricted, choices)).toBe(encodeChoices(design, choices));
    expect(designSize(restricted)).toBe(3n);
  });

  it('lets a whole name win over its last part', () => {
    const restricted = restrictDesign(design, { kernel: [3], 'unit1.kernel': [5] });
    expect(decodeChoices(restricted, '00110')).toMatchObject({
      'unit1.kernel': 5,
      'unit2.kernel': 3,
    });
  });

  it('loses the decisions that no longer arise', () => {
    expect(names(restrictDesign(design, { kind: ['flat'] }))).toEqual(['size', 'kind']);
  });

  it('refuses what no decision has, and what leaves a decision without options', () => {
    expect(() => restrictDesign(design, { kernel: [7, 5] })).toThrow(
      refused(/no decision named kernel has the option 7/),
    );
    expect(() => restrictDesign(design, { width: [1] })).toThrow(refused(/no decision named width/));
    expect(() => restrictDesign(design, { size: [16] })).toThrow(refused(/size is left without options/));
  });
});
