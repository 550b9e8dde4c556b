import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programKind } from '../../../src/worker/binaries/program-abi.js';

/** The start of an ELF file: identification, then type and machine. */
function elf({ bits = 64, type = 3, machine = 183, littleEndian = true } = {}): Uint8Array {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header[4] = bits === 64 ? 2 : 1;
  header[5] = littleEndian ? 1 : 2;
  header.writeUInt16LE(type, 16);
  header.writeUInt16LE(machine, 18);
  return header;
}

describe('what a benchmark tool says it is', () => {
  it.each([
    [183, 64, 'arm64-v8a'],
    [40, 32, 'armeabi-v7a'],
    [62, 64, 'x86_64'],
    [3, 32, 'x86'],
  ])('machine %i with %i bits is a program for %s phones', (machine, bits, abi) => {
    expect(programKind(elf({ machine, bits }))).toEqual({ kind: 'native', abi });
  });

  it('a script names its interpreter', () => {
    expect(programKind(Buffer.from('#!/usr/bin/env node\ncode'))).toEqual({
      kind: 'script',
      interpreter: '/usr/bin/env node',
    });
  });

  it.each([
    ['an object file', elf({ type: 1 })],
    ['a big-endian program', elf({ littleEndian: false })],
    ['a program for another machine', elf({ machine: 8 })],
    ['a header cut short', elf().subarray(0, 10)],
    ['an empty file', new Uint8Array()],
  ])('%s is no program for a phone', (_, content) => {
    expect(programKind(content).kind).toBe('other');
  });

  it('reads any bytes without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(['native', 'script', 'other']).toContain(programKind(bytes).kind);
      }),
    );
  });
});
