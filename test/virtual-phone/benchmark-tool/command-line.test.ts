import { describe, expect, it } from 'vitest';
import {
  describeParameters,
  FlagError,
  parseCommandLine,
} from '../../../src/virtual-phone/benchmark-tool/command-line/command-line.js';

describe("the benchmark tool's command line", () => {
  it('has the defaults of the tool', () => {
    const commandLine = parseCommandLine([]);
    expect(commandLine.number('num_runs')).toBe(50);
    expect(commandLine.number('warmup_min_secs')).toBe(0.5);
    expect(commandLine.bool('enable_op_profiling')).toBe(false);
    expect(commandLine.isSet('use_xnnpack')).toBe(false);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('takes %s as a truth value', (text, value) => {
    expect(parseCommandLine([`--use_xnnpack=${text}`]).bool('use_xnnpack')).toBe(value);
  });

  it('keeps what it does not know, and goes on', () => {
    const { unconsumed } = parseCommandLine(['--use_gpu=true', '--enable_op_profiling', '--num_runs=3']);
    expect(unconsumed).toEqual(['--use_gpu=true', '--enable_op_profiling']);
  });

  it.each(['--num_runs=abc', '--num_runs=1.5', '--min_secs=x', '--use_xnnpack=yes', '--num_runs='])(
    'refuses %s',
    (argument) => {
      expect(() => parseCommandLine([argument])).toThrow(FlagError);
    },
  );

  it('may have an equals sign and spaces in a value', () => {
    expect(parseCommandLine(['--graph=/data/a b=c.tflite']).string('graph')).toBe('/data/a b=c.tflite');
  });

  it('is logged where it was set, the delegates last', () => {
    const lines = describeParameters(
      parseCommandLine(['--use_xnnpack=false', '--num_threads=2', '--min_secs=0']),
    );
    expect(lines).toEqual([
      'Log parameter values verbosely: [0]',
      'Min runs duration (seconds): [0]',
      'Num threads: [2]',
      'Signature to run: []',
      '#threads used for CPU inference: [2]',
      'Use xnnpack: [0]',
    ]);
  });
});
