import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  awaitReadyLine,
  identifyProcess,
  isRunning,
  spawnEntry,
  terminate,
} from '../../../src/platform/index.js';
import { eventually, nextEvent } from '../../support/eventually.js';
import { spawnScript } from '../../support/spawn-script.js';

describe('spawnEntry', () => {
  it('runs an entry of the sources with its arguments', async () => {
    const child = spawnEntry('../test/fixtures/platform/wait-for-end', ['--port', '0']);
    const ready = await awaitReadyLine(child, z.object({ arguments: z.array(z.string()) }));
    expect(ready.arguments).toEqual(['--port', '0']);
    await terminate(child);
  });

  it('ends the child when this process ends, even when it is killed', async () => {
    const parent = spawnScript('test/fixtures/platform/own-child.ts', []);
    const [pid] = await nextEvent(parent, 'message');
    const child = await identifyProcess(pid as number);
    if (!child) throw new Error('the child did not run');
    parent.kill('SIGKILL');
    await eventually(async () => expect(await isRunning(child)).toBe(false));
  });
});
