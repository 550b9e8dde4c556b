import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { expect, it } from 'vitest';

import { spawnEntry } from '../../../src/platform/index.js';

it('a demo that is interrupted ends by itself, says so, and prints no half document', async () => {
  const demo = spawnEntry('cli/main', ['demo', '--phones', '1', '--json']);
  let stdout = '';
  demo.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  const lines: string[] = [];
  const ended = once(demo, 'close');
  for await (const line of createInterface({ input: demo.stderr as NodeJS.ReadableStream })) {
    lines.push(line);
    // A second one would end it at once.
    if (line.startsWith('start: ') && !demo.killed) demo.kill('SIGINT');
  }
  expect(await ended).toEqual([130, null]);
  expect(lines.at(-1)).toBe('interrupted');
  expect(stdout).toBe('');
});
