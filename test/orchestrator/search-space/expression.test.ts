import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ExpressionError, parseExpression } from '../../../src/orchestrator/search-space/expression.js';

const evaluate = (text: string, names: Record<string, number | string> = {}) =>
  parseExpression(text).evaluate((name) => names[name] as number | string);

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 % 4 - -2', 5],
    ['8 / 2 / 2', 2],
    ['2 < 3 && 3 <= 3', 1],
    ['!(1 == 1) || 0', 0],
    ['max(1, min(5, 3), 2)', 3],
    ['ceil(7 / 2) + floor(7 / 2)', 7],
    ["'SAME' == 'SAME'", 1],
    ['1.5e3', 1500],
  ])('%s is %d', (text, value) => {
    expect(evaluate(text)).toBe(value);
  });

  it('reads names from its scope and tells which', () => {
    const expression = parseExpression("padding == 'SAME' || height >= kernel");
    expect([...expression.names]).toEqual(['padding', 'height', 'kernel']);
    expect(evaluate(expression.text, { padding: 'VALID', height: 3, kernel: 5 })).toBe(0);
    expect(evaluate(expression.text, { padding: 'SAME', height: 3, kernel: 5 })).toBe(1);
  });

  it.each([
    ['1 +', 3, 'expected a value, found the end'],
    ['a b', 2, 'expected the end, found "b"'],
    ['(a', 2, 'expected ")", found the end'],
    ['a = 1', 1, 'cannot read "= 1"'],
    ['process.exit(1)', 7, 'cannot read ".exit(1)"'],
    ['constructor(1)', 0, 'unknown function "constructor"'],
    ["'SAME' + 1", 7, '"+" needs numbers, not \'SAME\''],
  ])('refuses %s at character %d', (text, offset, message) => {
    try {
      evaluate(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      expect(error).toMatchObject({ offset, message });
    }
  });

  it('reads nesting as deep as its length allows, and refuses what is longer', () => {
    const nested = (levels: number) => `${'('.repeat(levels)}1${')'.repeat(levels)}`;
    expect(parseExpression(nested(499)).evaluate(() => 0)).toBe(1);
    expect(parseExpression('-'.repeat(998) + '1').evaluate(() => 0)).toBe(1);
    expect(() => parseExpression(nested(500))).toThrow('longer than 1000 characters');
  });

  it('agrees with arithmetic on whatever sums of products it is given', () => {
    const terms = fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(terms, (pairs) => {
        const text = pairs.map(([left, right]) => `${left} * ${right}`).join(' + ');
        expect(evaluate(text)).toBe(pairs.reduce((sum, [left, right]) => sum + left * right, 0));
      }),
    );
  });
});
