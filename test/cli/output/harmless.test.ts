import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { harmless, harmlessCell, harmlessJson } from '../../../src/cli/output/harmless.js';
import { harmlessSink } from '../../../src/cli/output/harmless-sink.js';
import { createProgress } from '../../../src/cli/output/progress.js';
import { errorReport } from '../../../src/cli/output/error-report.js';
import { renderTable } from '../../../src/cli/output/table.js';
import { ManualClock } from '../../support/manual-clock.js';

/** Makes the terminal red, rings, names its window, begins an order in one byte, and turns the text around. */
const hostile = 'a\x1b[31mred\x07\x1b]0;title\x1b\\\x9b2J\u202egnp.exe\u061c\u2028\u2029\r';
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('a text of others', () => {
  it('is written with the orders in it as what they are', () => {
    expect(harmless(hostile)).toBe(
      'a\\x1b[31mred\\x07\\x1b]0;title\\x1b\\\\x9b2J\\u202egnp.exe\\u061c\\u2028\\u2029\\x0d',
    );
  });

  it('holds nothing that a terminal obeys, whatever it is, and stays as it is where there was nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(harmless(text)).not.toMatch(obeyed);
        expect(harmlessCell(text)).not.toMatch(/[\n\t]/);
        if (!obeyed.test(text)) expect(harmless(text)).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  it('says the same in JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const json = harmlessJson(JSON.stringify({ text }, undefined, 2));
        expect(json).not.toMatch(obeyed);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });

  it('is harmless in tables, in errors, and in what is shown of progress', () => {
    expect(renderTable([{ heading: 'name' }], [[hostile]])).not.toMatch(obeyed);
    const error = Object.assign(new Error(hostile), { code: 'X', remedy: 'look' });
    expect(errorReport(error)).not.toMatch(obeyed);
    let shown = '';
    createProgress({ write: (text) => (shown += text) }, new ManualClock())
      .stage(hostile)
      .done(hostile);
    expect(shown).not.toMatch(obeyed);
  });

  it('reaches a terminal without its orders, and a file byte for byte', () => {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    harmlessSink({ write, isTTY: true }).write(hostile);
    harmlessSink({ write }).write(hostile);
    expect(written).toEqual([harmless(hostile), hostile]);
  });
});
