import { describe, expect, it } from 'vitest';

import { connectClient } from '../../../src/platform/database/index.js';
import { readMigrationFiles } from '../../../src/platform/database/migrations/migration-files.js';
import { eventually } from '../../support/eventually.js';
import { runFarm } from '../../support/farm-command.js';
import { emptyTestDatabase } from '../../support/postgres.js';

const farmOn = async (url: string, ...args: string[]) => runFarm(args, { env: { FARM_DATABASE_URL: url } });

async function execute(url: string, sql: string): Promise<void> {
  const client = await connectClient(url);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('farm db', () => {
  it('tells what is pending with exit code 3, applies it, and tells that nothing is left', async () => {
    const url = await emptyTestDatabase();
    const names = (await readMigrationFiles()).map(({ name }) => name);
    const before = await farmOn(url, 'db', 'status', '--json');
    expect(before.exitCode).toBe(3);
    expect(JSON.parse(before.stdout)).toEqual(
      names.map((name) => ({ name, state: 'pending', appliedAt: null })),
    );
    const migrated = await farmOn(url, 'db', 'migrate');
    expect(migrated).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: names.map((name) => `applied ${name}\n`).join(''),
    });
    expect((await farmOn(url, 'db', 'migrate')).stdout).toContain('nothing to do');
    expect(await farmOn(url, 'db', 'status')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('shows a database of a later program, and says to update this one', async () => {
    const url = await emptyTestDatabase();
    await farmOn(url, 'db', 'migrate');
    await execute(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid(), 'x', '99990101000000_later', now(), 1)`,
    );
    const { exitCode, stdout, stderr } = await farmOn(url, 'db', 'status');
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/99990101000000_later +newer/);
    expect(stderr).toContain('hint: Update latency-farm here');
    for (const args of [
      ['campaign', 'ls'],
      ['db', 'migrate'],
      ['phones', 'ls'],
      ['predictors', 'ls'],
    ]) {
      expect(await farmOn(url, ...args)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('DATABASE_NEWER') as string,
      });
    }
  });
});

describe('a database of one’s own that is empty', () => {
  it.each([
    [['campaign', 'ls'], 0, ''],
    [['phones', 'ls'], 0, ''],
    [['hosts', 'ls'], 0, ''],
    [['predictors', 'ls'], 0, ''],
    [['nightly', 'ls'], 0, ''],
    [['binaries', 'ls'], 0, ''],
    [['train', '--scenario', '1large-t1-float32-builtin-2.15'], 2, 'code: TRAINING_DATA_MISSING'],
  ])('is brought up to date by %j', async (args, exitCode, complaint) => {
    const url = await emptyTestDatabase();
    const result = await farmOn(url, ...args);
    expect(result.stderr).not.toContain('defect');
    expect(result.stderr).toContain(complaint);
    expect(result.exitCode).toBe(exitCode);
  });

  it('is brought up to date by a worker', async () => {
    const url = await emptyTestDatabase();
    const interruption = new AbortController();
    const env = { FARM_DATABASE_URL: url };
    const worker = runFarm(['worker', 'run', '--adb', '127.0.0.1:1'], { env, signal: interruption.signal });
    await eventually(() => execute(url, 'SELECT FROM "Phone"'));
    interruption.abort();
    expect((await worker).stderr).not.toContain('defect');
  });

  it('is brought up to date once by many commands that begin together', async () => {
    const url = await emptyTestDatabase();
    const results = await Promise.all(Array.from({ length: 6 }, () => farmOn(url, 'campaign', 'ls')));
    expect(results.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      results.map(() => ({ exitCode: 0, stderr: '' })),
    );
  });
});

describe('farm doctor', () => {
  interface Finding {
    readonly subject: string;
    readonly level: string;
    readonly remedy?: string;
  }

  it('tells what is pending without applying it, and looks into the farm once nothing is', async () => {
    const url = await emptyTestDatabase();
    const found = async () => {
      const { exitCode, stdout } = await farmOn(url, 'doctor', '--json');
      const findings = JSON.parse(stdout) as Finding[];
      return { exitCode, levels: Object.fromEntries(findings.map(({ subject, level }) => [subject, level])) };
    };
    const before = { database: 'ok', queue: 'ok', schema: 'warning', 'hosts and tools': 'skipped' };
    expect(await found()).toMatchObject({ exitCode: 0, levels: before });
    expect(await found()).toMatchObject({ levels: before });
    await farmOn(url, 'db', 'migrate');
    expect(await found()).toMatchObject({
      exitCode: 0,
      levels: { schema: 'ok', clock: 'ok', 'benchmark tools': 'warning' },
    });
  });
});
