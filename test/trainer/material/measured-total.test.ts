import { describe, expect, it } from 'vitest';

import { canonicalJson, sha256Hex } from '../../../src/graph/canonical-json.js';
import { totalsHash } from '../../../src/trainer/material/measured-total.js';
import { measuredTotal } from '../support/measured-total.js';

const totals = ['mobilenet_w1', 'resnet10'].map((name, index) => measuredTotal(name, 1000 + index));

describe('the hash of whole networks’ times', () => {
  it('is of what they are, whatever order they came in', () => {
    const [first, ...others] = totals.map((total) => ({ ...total }));
    expect(totalsHash([...totals].reverse())).toBe(totalsHash(totals));
    expect(totalsHash(first === undefined ? [] : [{ ...first, us: first.us + 1 }, ...others])).not.toBe(
      totalsHash(totals),
    );
  });

  it('is not what it was of networks as they were first counted: nights learn the same times once more', () => {
    const lines = totals.map(({ contentHash, us, stdUs }) => canonicalJson([contentHash, us, stdUs]));
    expect(totalsHash(totals)).not.toBe(sha256Hex(lines.sort().join('\n')));
  });
});
