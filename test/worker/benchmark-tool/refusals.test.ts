import { describe, expect, it } from 'vitest';
import { isFarmError } from '../../../src/platform/errors.js';
import { judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import {
  maximumLineLength,
  maximumLines,
  maximumStreamLength,
} from '../../../src/worker/benchmark-tool/output/lines.js';
import { goldenOutput } from './support/golden.js';

/** The error that a text as stdout is refused with. */
function refusalOf(stdout: string): { code: string; message: string } {
  try {
    parseBenchmarkOutput({ stdout, stderr: '', exitCode: 0 });
  } catch (error) {
    if (isFarmError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const { stdout } = goldenOutput('tf-2.15-builtin');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('the parser refuses, with line number and text,', () => {
  it('a column that it does not know', () => {
    const changed = stdout.replaceAll('[mem KB]', '[energy mJ]');
    const { code, message } = refusalOf(changed);
    expect(code).toBe('BENCHMARK_OUTPUT_UNKNOWN');
    expect(message).toContain('energy mJ');
    expect(message).toContain(`stdout line ${lineOf(changed, '[energy mJ]')} `);
  });

  it('an unknown column of CSV', () => {
    const output = goldenOutput('tf-2.4-builtin-csv');
    const profileCsv = (output.profileCsv ?? '').replaceAll('cdf%', 'cdf%, energy_mj');
    expect(() => parseBenchmarkOutput({ ...output, profileCsv })).toThrow(/profile line 3 .*energy_mj/);
  });

  it('a column that is there twice', () => {
    expect(refusalOf(stdout.replaceAll('[cdf%]', '[%]')).message).toContain('twice');
  });

  it('a table without the column for the mean', () => {
    const withoutMean = stdout.replaceAll('\t [avg ms]', '');
    expect(refusalOf(withoutMean).message).toContain('meanMs');
  });

  it('a table that it does not know', () => {
    expect(refusalOf(stdout.replaceAll('Top by Computation Time', 'Top by Energy')).message).toContain(
      'Top by Energy',
    );
  });

  it.each([
    ['a line of something else within a table', 'I am not a row'],
    ['a row with too few cells', '\tCONV_2D\t1.000\t1.000\t[x]:1'],
    ['a row with words for a number', '\tCONV_2D\t1.000\tmuch\t1.000%\t1.000%\t0.000\t1\t[x]:1'],
    ['a row with a negative time', '\tCONV_2D\t1.000\t-1.000\t1.000%\t1.000%\t0.000\t1\t[x]:1'],
    [
      'a row with a share that has no percent sign',
      '\tCONV_2D\t1.000\t1.000\t1.000\t1.000%\t0.000\t1\t[x]:1',
    ],
    ['a row with a name of no known form', '\tCONV_2D\t1.000\t1.000\t1.000%\t1.000%\t0.000\t1\tsomewhere'],
    ['an unknown message within a table', 'INFO: Something new'],
  ])('%s', (_, line) => {
    const marker = '[Name]\n';
    const place = stdout.lastIndexOf(marker, stdout.indexOf('[conv]:0')) + marker.length;
    const { code, message } = refusalOf(`${stdout.slice(0, place)}${line}\n${stdout.slice(place)}`);
    expect(code).toBe('BENCHMARK_OUTPUT_UNKNOWN');
    expect(message).toContain(`line ${lineOf(stdout, '[conv]:0')} `);
    expect(message).toContain(JSON.stringify(line));
  });

  it('a row outside of any table', () => {
    const orphan = stdout.replace(
      '\nNumber of nodes executed: 5',
      '\n\tCONV_2D\t1\t1\t1%\t1%\t0\t1\t[x]:1\nNumber of nodes executed: 5',
    );
    expect(refusalOf(orphan).message).toContain('no table is open');
  });

  it('a total that is said twice', () => {
    expect(
      refusalOf(stdout.replace('5 nodes observed', '5 nodes observed\n5 nodes observed')).message,
    ).toContain('before');
  });
});

describe('the parser takes for unreadable', () => {
  it.each([
    ['output with not one line of the tool', 'lorem ipsum\ndolor sit amet\n'],
    ['binary data', `${stdout}\u0000\u0001\u0002`],
    ['bytes that are no text', `\ufffd\ufffd${stdout}`],
    ['a line without end', 'x'.repeat(maximumLineLength + 1)],
    ['more lines than a tool prints', '\n'.repeat(maximumLines + 1)],
    ['more text than a tool prints', ' '.repeat(maximumStreamLength + 1)],
    ['half a row', stdout.slice(0, stdout.indexOf('[conv]:0') - 20)],
  ])('%s', (_, text) => {
    expect(refusalOf(text).code).toBe('BENCHMARK_OUTPUT_UNREADABLE');
  });
});

describe('the parser goes on', () => {
  it('over unknown messages outside the tables, and lists them', () => {
    const report = parseBenchmarkOutput({
      stdout: `INFO: Hello from 2030\n${stdout}`,
      stderr: 'WARNING: linker: unsupported flags\n',
      exitCode: 0,
    });
    expect(report.unrecognizedLines).toEqual([
      { stream: 'stdout', line: 1, text: 'INFO: Hello from 2030' },
      { stream: 'stderr', line: 1, text: 'WARNING: linker: unsupported flags' },
    ]);
    expect(judge(report, { delegate: 'builtin', profiled: true }).verdict).toBe('ok');
  });

  it('over whatever else writes to stderr, however long and binary', () => {
    const stderr = `${'x'.repeat(maximumLineLength + 1)}\n\u0000\u0001\n`;
    const report = parseBenchmarkOutput({ stdout, stderr, exitCode: 0 });
    expect(report.unrecognizedLines.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('over messages of the runtime that a terminal mixed into a table', () => {
    const mixed = stdout.replace(
      '\n\t       DEPTHWISE',
      '\nINFO: Initialized TensorFlow Lite runtime.\n\t       DEPTHWISE',
    );
    expect(mixed).not.toBe(stdout);
    const report = parseBenchmarkOutput({ stdout: mixed, stderr: '', exitCode: 0 });
    expect(report.regularProfile[0]?.runOrder).toHaveLength(5);
  });

  it.each(['\r\n', '\r\r\n'])('over line ends of %j', (lineEnd) => {
    const plain = parseBenchmarkOutput({ stdout, stderr: '', exitCode: 0 });
    const converted = parseBenchmarkOutput({
      stdout: stdout.replaceAll('\n', lineEnd),
      stderr: '',
      exitCode: 0,
    });
    expect(converted).toEqual(plain);
  });

  it('to the end of a run that was cut off between lines, and finds it incomplete', () => {
    for (const end of [
      'INFO: Inference timings',
      'INFO: Operator-wise',
      '5 nodes observed',
      'Number of nodes executed: 5',
    ]) {
      const cut = stdout.slice(0, stdout.lastIndexOf(end));
      const report = parseBenchmarkOutput({ stdout: cut, stderr: '', exitCode: 0 });
      expect(judge(report, { delegate: 'builtin', profiled: true }).verdict).toBe('incomplete');
    }
  });

  it('with a bounded list of what it does not know', () => {
    const noise = Array.from({ length: 5000 }, (_, i) => `noise ${i} ${'x'.repeat(1000)}`).join('\n');
    const report = parseBenchmarkOutput({ stdout: `${stdout}\n${noise}`, stderr: '', exitCode: 0 });
    expect(report.unrecognizedLineCount).toBe(5000);
    expect(report.unrecognizedLines).toHaveLength(200);
    expect(report.unrecognizedLines[0]?.text).toHaveLength(500);
  });
});
