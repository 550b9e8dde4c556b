import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, it } from 'vitest';

import { findProgram, describeWith } from '../../support/system-packages.js';

const folder = fileURLToPath(new URL('../../../ops/systemd/', import.meta.url));
const units = readdirSync(folder).filter((name) => name.endsWith('.service'));

/** The units as they stand, but with a program that is there: systemd looks for it. */
describeWith('systemd-analyze', 'ops/systemd', () => {
  const copies = mkdtempSync(join(tmpdir(), 'farm-units-'));
  const paths = units.map((name) => {
    const path = join(copies, name);
    writeFileSync(
      path,
      readFileSync(join(folder, name), 'utf8').replace('/opt/latency-farm/bin/farm', '/bin/true'),
    );
    return path;
  });
  afterAll(() => rmSync(copies, { recursive: true, force: true }));

  const analyze = (...args: string[]) =>
    execFileSync(findProgram('systemd-analyze') ?? '', args, { encoding: 'utf8', stdio: 'pipe' });

  it('has units for the farm and for worker hosts that systemd takes', () => {
    expect(units.map((name) => name.replace(/^latency-farm-|\.service$/g, ''))).toEqual([
      'hosts',
      'nightly',
      'orchestrator',
      'serve',
      'worker',
    ]);
    expect(analyze('verify', '--man=no', ...paths)).toBe('');
  });

  it('gives no unit more of the machine than it needs (exposure 0 to 100)', () => {
    expect(() =>
      analyze('security', '--offline=true', '--threshold=25', '--no-pager', ...paths),
    ).not.toThrow();
  });
});
