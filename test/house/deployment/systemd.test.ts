import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { findProgram, describeWith } from '../../support/system-packages.js';

const folder = fileURLToPath(new URL('../../../ops/systemd/', import.meta.url));
const units = readdirSync(folder).filter((name) => name.endsWith('.service'));

/** The units as they stand, but with a program that is there: systemd looks for it. */
describeWith('systemd-analyze', 'ops/systemd', () => {
  let copies: string;
  beforeAll(() => {
    copies = mkdtempSync(join(tmpdir(), 'farm-units-'));
    for (const name of units) copyOf(name);
  });
  afterAll(() => rmSync(copies, { recursive: true, force: true }));

  function copyOf(name: string, change = (text: string) => text): string {
    const path = join(copies, name);
    const text = readFileSync(join(folder, name), 'utf8').replace('/opt/latency-farm/bin/farm', '/bin/true');
    writeFileSync(path, change(text));
    return path;
  }

  const analyze = (...args: string[]) => {
    const { status, stderr } = spawnSync(findProgram('systemd-analyze') ?? '', args, { encoding: 'utf8' });
    return { status, stderr };
  };
  const paths = () => units.map((name) => join(copies, name));

  it('has units for the farm and for worker hosts that systemd takes', () => {
    expect(units.map((name) => name.replace(/^latency-farm-|\.service$/g, ''))).toEqual([
      'hosts',
      'nightly',
      'orchestrator',
      'serve',
      'worker',
    ]);
    expect(analyze('verify', '--man=no', ...paths())).toEqual({ status: 0, stderr: '' });
  });

  it('would be told of a setting that systemd does not know: it passes over such, and succeeds', () => {
    const misspelt = (text: string) => text.replace('ProtectSystem=', 'ProtektSystem=');
    const path = copyOf(units[0] as string, misspelt);
    expect(analyze('verify', '--man=no', path).stderr).toContain('ProtektSystem');
    copyOf(units[0] as string);
  });

  it('gives no unit more of the machine than it needs (exposure 0 to 100)', () => {
    const { status, stderr } = analyze(
      'security',
      ...['--offline=true', '--threshold=25', '--no-pager', ...paths()],
    );
    expect(status, stderr).toBe(0);
  });
});
