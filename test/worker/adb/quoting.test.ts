import { execFileSync } from 'node:child_process';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { shellWords, quoteArgument } from '../../../src/worker/adb/quoting.js';

const shellSpecials = [
  'a',
  "'",
  '"',
  '`',
  '$',
  '\\',
  ' ',
  '\n',
  '\t',
  ';',
  '&',
  '|',
  '<',
  '(',
  '*',
  '?',
  '#',
  '~',
  '!',
  '=',
  '-',
];

const word = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...shellSpecials) }))
  .filter((text) => !text.includes('\0'));

/** What a POSIX shell makes of a command line: one argument a record, separated by NUL. */
function argumentsAsTheShellSeesThem(commandText: string): string[] {
  const output = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${commandText}`]).toString('utf8');
  return output.split('\0').slice(0, -1);
}

describe('shellWords', () => {
  it('hands every word to the program as it was given, whatever characters it holds', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (list) => {
        expect(argumentsAsTheShellSeesThem(shellWords(list))).toEqual(list);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves plain words as they are, so that logs can be read', () => {
    expect(shellWords(['taskset', 'f0', './benchmark_model', '--graph=/data/local/tmp/m.tflite'])).toBe(
      'taskset f0 ./benchmark_model --graph=/data/local/tmp/m.tflite',
    );
  });

  it('refuses a NUL character, which no command line can carry', () => {
    expect(() => quoteArgument('a\0b')).toThrow(expect.objectContaining({ code: 'SHELL_ARGUMENT_INVALID' }));
  });
});
