import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { runFarm } from '../../../support/farm-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-fleet-'));
  await writeFile(
    join(folder, 'twice.yaml'),
    'phones:\n  - serialNumber: A1\n  - serialNumber: B2\n  - serialNumber: A1\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

const pin = `SHA256:${'A'.repeat(43)}`;

it.each([
  ['worker run', ['worker', 'run', '--fleet', 'twice.yaml']],
  ['hosts add', ['hosts', 'add', 'lab@host', '--key', 'key', '--pin', pin, '--fleet', 'twice.yaml']],
])('"farm %s" refuses a fleet file with its line before it reaches for anything', async (_, args) => {
  const { exitCode, stdout, stderr } = await runFarm(args, { cwd: folder, env: { FARM_DATA_DIR: folder } });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('twice.yaml:4:');
  expect(stderr).toContain('A1 is entry 1 already');
  expect(stderr).toContain('code: INVALID_FILE');
});
