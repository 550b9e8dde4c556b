import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { packageFile } from '../../../src/cli/package-files.js';
import { loaderArguments } from '../../../src/platform/process/entry.js';

/** Runs the program with one of its outputs on a disk that is full (full(4)). @returns its exit code and what the other output said. */
async function farmOnFullDisk(full: 'stdout' | 'stderr', ...args: string[]): Promise<[number, string]> {
  const device = await open('/dev/full', 'w');
  const stdio =
    full === 'stdout' ? (['ignore', device.fd, 'pipe'] as const) : (['ignore', 'pipe', device.fd] as const);
  const program = [...loaderArguments(), packageFile('src/cli/main.ts'), ...args];
  const child = spawn(process.execPath, program, { stdio: [...stdio] });
  await device.close();
  let said = '';
  (child.stdout ?? child.stderr)?.on('data', (data: Buffer) => (said += data.toString()));
  const [exitCode] = (await once(child, 'close')) as [number];
  return [exitCode, said];
}

it('a command that cannot hand over its output fails, and says why', async () => {
  const [exitCode, stderr] = await farmOnFullDisk('stdout', '--help');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: Standard output: ENOSPC/);
  expect(stderr).toContain('code: OUTPUT_NOT_WRITTEN');
});

it('a command that can tell nobody what it does goes on', async () => {
  expect(await farmOnFullDisk('stderr', 'campain')).toEqual([2, '']);
});
