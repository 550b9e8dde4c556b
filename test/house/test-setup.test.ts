import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { runCommand } from '../../src/platform/index.js';

const script = fileURLToPath(new URL('../../scripts/test-setup.js', import.meta.url));

describe('the test set-up', () => {
  it('says in one line each what is not tested and how to install it, where it may install nothing', async () => {
    const { exitCode, stdout } = await runCommand(process.execPath, [script], { env: { PATH: '/nowhere' } });
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toContain(
      'Not tested: the queue on Redis. It needs redis-server; on Debian: sudo apt-get install redis-server',
    );
    expect(lines.every((line) => line.startsWith('Not tested: '))).toBe(true);
  });
});
