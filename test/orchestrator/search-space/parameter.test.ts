import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { drawOf, parameterSchema } from '../../../src/orchestrator/search-space/parameter.js';

const coordinate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const draw = (specification: unknown, at: number) => drawOf(parameterSchema.parse(specification))(at);

describe('a drawn parameter', () => {
  it('stays within its bounds and on its steps, at either end too', () => {
    const range = fc.record({
      low: fc.integer({ min: 1, max: 50 }),
      span: fc.integer({ min: 0, max: 200 }),
      step: fc.integer({ min: 1, max: 8 }),
      kind: fc.constantFrom('integer', 'logInteger'),
    });
    fc.assert(
      fc.property(range, coordinate, ({ low, span, step, kind }, at) => {
        const parsed = parameterSchema.safeParse({ [kind]: [low, low + span], step });
        if (!parsed.success) return;
        const value = drawOf(parsed.data)(at) as number;
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(low + span);
        expect(value % step).toBe(0);
      }),
    );
  });

  it('reaches both ends of a range of integers', () => {
    for (const kind of ['integer', 'logInteger']) {
      expect(draw({ [kind]: [3, 40] }, 0)).toBe(3);
      expect(draw({ [kind]: [3, 40] }, 1 - 2 ** -32)).toBe(40);
    }
  });

  it('gives each decade of a logarithmic range the same chance', () => {
    const values = Array.from(
      { length: 1000 },
      (_, index) => draw({ logUniform: [1, 1000] }, index / 1000) as number,
    );
    expect(values.filter((value) => value < 10)).toHaveLength(334);
    expect(values.filter((value) => value >= 100)).toHaveLength(333);
  });

  it('gives each choice a stretch in proportion to its weight', () => {
    const choice = { choice: ['SAME', 'VALID', 'never'], weights: [3, 1, 0] };
    const values = Array.from({ length: 400 }, (_, index) => draw(choice, index / 400));
    expect(values.filter((value) => value === 'SAME')).toHaveLength(300);
    expect(values.filter((value) => value === 'VALID')).toHaveLength(100);
  });

  it.each([
    [{ logInteger: [0, 4] }, 'a logarithmic range begins above 0'],
    [{ integer: [5, 7], step: 4 }, 'no multiple of 4 from 5 to 7'],
    [{ choice: [1, 2], weights: [1] }, '1 weights for 2 choices'],
    [{ choice: [1, 2], weights: [0, 0] }, 'every weight is 0'],
  ])('refuses %j', (specification, message) => {
    expect(parameterSchema.safeParse(specification).error?.issues[0]?.message).toBe(message);
  });
});
