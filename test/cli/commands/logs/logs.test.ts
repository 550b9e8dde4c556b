import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { followFile, readFileEnd } from '../../../../src/cli/commands/logs/follow-file.js';
import { isWanted, readableLine } from '../../../../src/cli/commands/logs/log-line.js';
import { systemClock } from '../../../../src/platform/index.js';
import { logLevels } from '../../../../src/platform/logging.js';
import { eventually } from '../../../support/eventually.js';
import { runFarm } from '../../../support/farm-command.js';

const line = (level: string, msg: string, more: object = {}) =>
  JSON.stringify({ level, time: '2026-01-02T03:04:05.678Z', ...more, msg });

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-logs-'));
  path = join(folder, 'lab.log');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a line of a log', () => {
  it('is written for people with its fields behind it; what is none of ours as it stands', () => {
    expect(readableLine(line('warn', 'a phone is gone', { serial: 'A1', attempts: 2 }))).toBe(
      '2026-01-02 03:04:05.678 warn  a phone is gone  serial=A1  attempts=2',
    );
    for (const other of ['    at main.js:1', '{"half', '{"level":"loud"}', ''])
      expect(readableLine(other)).toBe(other);
  });

  it('is wanted by its level, and by whom it is about', () => {
    const warning = line('warn', 'a phone is gone', { serial: 'A1' });
    expect(isWanted(warning, { level: 'info' })).toBe(true);
    expect(isWanted(warning, { level: 'error' })).toBe(false);
    expect(isWanted(warning, { about: ['B2', 'A1'] })).toBe(true);
    expect(isWanted(warning, { about: ['B2'] })).toBe(false);
    expect(isWanted('    at main.js:1', { level: 'error' })).toBe(true);
  });
});

describe('the end of a file', () => {
  it('is its last whole lines, and is followed from there, also where it is begun anew', async () => {
    await writeFile(path, 'one\ntwo\nthree\nhal');
    const { lines, offset } = await readFileEnd(path, 2, () => true);
    expect(lines).toEqual(['two', 'three']);
    expect((await readFileEnd(path, 0, () => true)).lines).toEqual([]);
    const interruption = new AbortController();
    const seen: string[] = [];
    const following = followFile(path, offset, {
      clock: systemClock,
      signal: interruption.signal,
      onLines: (added) => seen.push(...added),
    });
    await appendFile(path, 'f\nfour\n');
    await eventually(() => expect(seen).toEqual(['half', 'four']));
    await truncate(path);
    await eventually(async () => {
      await appendFile(path, '.\n');
      expect(seen.slice(2)).toContain('.');
    });
    interruption.abort();
    await following;
  });

  it('is followed past a line that is longer than what is read at once', async () => {
    await writeFile(path, `${'x'.repeat(5 * 2 ** 20)}\nend\n`);
    const interruption = new AbortController();
    const seen: string[] = [];
    await followFile(path, 0, {
      clock: systemClock,
      signal: interruption.signal,
      onLines: (added) => {
        seen.push(...added);
        if (seen.at(-1) === 'end') interruption.abort();
      },
    });
    expect(seen.join('')).toHaveLength(5 * 2 ** 20 + 'end'.length);
  });
});

describe('farm logs', () => {
  const farm = (...args: string[]) => runFarm(['logs', ...args], { env: { FARM_DATA_DIR: folder } });

  it('prints the last lines of a level, for people or as they were written', async () => {
    await writeFile(path, `${line('info', 'one')}\n${line('error', 'two')}\n${line('info', 'three')}\n`);
    expect((await farm('--level', 'warn')).stdout).toBe('2026-01-02 03:04:05.678 error two\n');
    expect((await farm('--lines', '1', '--json')).stdout).toBe(`${line('info', 'three')}\n`);
  });

  it('offers every level that a line can have', async () => {
    const { stdout } = await farm('--help');
    const levels = logLevels.filter((level) => level !== 'silent');
    for (const level of levels) expect(stdout).toContain(`"${level}"`);
  });

  it('refuses a program that it does not know, and says where there is no log', async () => {
    expect(await farm('nobody')).toMatchObject({ exitCode: 2, stdout: '' });
    const { exitCode, stderr } = await farm('postgres');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('code: LOG_MISSING');
  });
});
