import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/test-cleanup.js', import.meta.url));
const asleep = ['-e', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1e9)'];

describe.runIf(process.platform === 'linux')('what an interrupted run of the tests leaves', () => {
  it.each([
    ['in its environment', (folder: string) => ({ env: { TMPDIR: folder } })],
    ['as its working directory', (folder: string) => ({ cwd: folder, env: {} })],
    ['on its command line', (folder: string) => ({ env: {}, more: [join(folder, 'data')] })],
  ])('is ended where a process has its folder %s, and the folder is removed', async (_, place) => {
    const folder = await mkdtemp(join(tmpdir(), 'farm-cleanup-'));
    await mkdir(join(folder, 'data'));
    const { more = [], ...options } = place(folder) as { env: NodeJS.ProcessEnv; more?: string[] };
    const sleeper = spawn(process.execPath, [...asleep, ...more], { stdio: 'ignore', ...options });
    await once(sleeper, 'spawn');
    const ended = once(sleeper, 'exit');
    const cleanup = spawn(process.execPath, [script, folder], {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: {},
    });
    const cleaned = once(cleanup, 'exit');
    expect(existsSync(folder)).toBe(true);
    cleanup.stdin.end();
    expect(await cleaned).toEqual([0, null]);
    expect((await ended)[1]).toMatch(/SIGTERM|SIGKILL/);
    expect(existsSync(folder)).toBe(false);
  });
});
