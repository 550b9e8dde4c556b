import { describe, expect, it } from 'vitest';

import { firstProperty, parseProperties } from '../../../src/worker/phones/properties.js';

describe('parseProperties', () => {
  it('reads names and values, brackets and empty values included', () => {
    const properties = parseProperties('[ro.serialno]: [9A22]\r\n[a.b]: [x [y] z]\r\n[empty]: []\r\n');
    expect([...properties]).toEqual([
      ['ro.serialno', '9A22'],
      ['a.b', 'x [y] z'],
      ['empty', ''],
    ]);
  });

  it('reads a value that runs over several lines', () => {
    const properties = parseProperties('[multi]: [one\ntwo]\n[next]: [3]\n');
    expect(properties.get('multi')).toBe('one\ntwo');
    expect(properties.get('next')).toBe('3');
  });

  it('skips what vendors print among them', () => {
    expect([...parseProperties('WARNING: linker: nonsense\n[a]: [1]\n')]).toEqual([['a', '1']]);
  });
});

describe('firstProperty', () => {
  it('takes the first name that says something', () => {
    const properties = parseProperties('[ro.soc.model]: [unknown]\n[ro.board.platform]: [msmnile]\n');
    expect(firstProperty(properties, 'ro.soc.model', 'ro.board.platform')).toBe('msmnile');
    expect(firstProperty(properties, 'ro.soc.model')).toBeUndefined();
  });
});
