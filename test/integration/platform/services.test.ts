import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { connectClient, openDatabase } from '../../../src/platform/database/index.js';
import { isRunning, silentLogger, systemClock } from '../../../src/platform/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import {
  findPostgres,
  findServices,
  startPostgres,
  startServices,
  stopServices,
} from '../../../src/platform/services/index.js';
import { eventually, nextEvent } from '../../support/eventually.js';
import { emptyTestDatabase } from '../../support/postgres.js';
import { spawnScript } from '../../support/spawn-script.js';

const options = { clock: systemClock, logger: silentLogger() };

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'farm-services-'));
  await chmod(dataDirectory, 0o711);
});
afterEach(async () => {
  await stopServices({ dataDirectory }, systemClock);
  await rm(dataDirectory, { recursive: true, force: true });
});

/** Without the precautions against a crash of the machine, which no test can cause. */
const startHere = () => startPostgres({ directory: dataDirectory, throwaway: true, clock: systemClock });

async function kill(server: { identity: { pid: number; startedAt: string } }): Promise<void> {
  process.kill(server.identity.pid, 'SIGKILL');
  await eventually(async () => expect(await isRunning(server.identity)).toBe(false));
}

describe('embedded services', () => {
  it('start from nothing, keep what they are given, and end', async () => {
    const services = await startServices({ dataDirectory }, options);
    const database = await openDatabase(services.databaseUrl);
    await database.prisma.host.create({ data: { name: 'kept' } });
    await database.close();
    const queue = await openQueue(services.queueUrl);
    await queue.queue('runs').add('measure', {});
    await queue.close();
    await services.stop();
    await services.stop();
    expect(await findServices({ dataDirectory })).toBeUndefined();

    const again = await startServices({ dataDirectory }, options);
    const reopened = await openDatabase(again.databaseUrl);
    expect(await reopened.prisma.host.count({ where: { name: 'kept' } })).toBe(1);
    await reopened.close();
    await again.stop();
  });

  it('are shared by processes that start them at once, and end with the last that uses them', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => startServices({ dataDirectory }, options)));
    if (!first || !second) throw new Error('not started');
    expect(first.databaseUrl).toBe(second.databaseUrl);
    const used = await openDatabase(second.databaseUrl);
    await first.stop();
    expect(await findServices({ dataDirectory })).toMatchObject({ databaseUrl: second.databaseUrl });
    await used.close();
    await second.stop();
    expect(await findServices({ dataDirectory })).toBeUndefined();
  });

  it('go on when they are to last, until they are stopped by name', async () => {
    const services = await startServices({ dataDirectory }, { ...options, lasting: true });
    await services.stop();
    expect(await findServices({ dataDirectory })).toMatchObject({ queueUrl: services.queueUrl });
    expect(await stopServices({ dataDirectory }, systemClock)).toBe(true);
    expect(await stopServices({ dataDirectory }, systemClock)).toBe(false);
  });

  it('are looked for without leaving a folder behind', async () => {
    const elsewhere = join(dataDirectory, 'elsewhere');
    expect(await findServices({ dataDirectory: elsewhere })).toBeUndefined();
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
  });

  it('leave nothing behind when they are for once only', async () => {
    const services = await startServices({ dataDirectory }, { ...options, throwaway: true });
    const directory = services.embedded?.directory ?? '';
    await services.stop();
    await expect(stat(directory)).rejects.toThrow('ENOENT');
    expect(await findServices({ dataDirectory })).toBeUndefined();
  });

  it('are not used where servers are named, and a queue without an address is kept with the database', async () => {
    const databaseUrl = await emptyTestDatabase();
    const services = await startServices({ dataDirectory, databaseUrl }, options);
    expect(services).toMatchObject({ databaseUrl, queueUrl: databaseUrl });
    expect(services.embedded).toBeUndefined();
    await services.stop();
    const client = await connectClient(databaseUrl);
    expect((await client.query('SELECT * FROM "Phone"')).rows).toEqual([]);
    await client.end();
    const named = { dataDirectory, databaseUrl, queueUrl: 'redis://elsewhere' };
    expect(await findServices(named)).toEqual({ databaseUrl, queueUrl: 'redis://elsewhere' });
  });

  it('end when the process that started them is killed', async () => {
    const owner = spawnScript('test/fixtures/platform/own-services.ts', [dataDirectory]);
    await nextEvent(owner, 'message');
    const server = await findPostgres(dataDirectory);
    if (!server) throw new Error('not started');
    owner.kill('SIGKILL');
    await eventually(async () => expect(await isRunning(server.identity)).toBe(false));
  });
});

describe('an embedded Postgres', () => {
  it('comes up after a crash with what was committed, under the same password', async () => {
    const first = await startPostgres({ directory: dataDirectory, clock: systemClock });
    const client = await connectClient(first.url('postgres'));
    await client.query('CREATE TABLE kept AS SELECT 7 AS x');
    await kill(first);
    await client.end();
    const second = await startPostgres({ directory: dataDirectory, clock: systemClock });
    const reader = await connectClient(second.url('postgres'));
    expect((await reader.query('SELECT x FROM kept')).rows).toEqual([{ x: 7 }]);
    await reader.end();
  });

  it('is not taken in by a postmaster.pid whose process id belongs to someone else', async () => {
    const first = await startHere();
    const pidFile = join(first.directory, 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await stopServices({ dataDirectory }, systemClock);
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    expect(await findPostgres(dataDirectory)).toBeUndefined();
    const second = await startHere();
    expect(second.started).toBe(true);
  });

  it('starts although an earlier start was killed before its cluster was whole', async () => {
    await mkdir(join(dataDirectory, 'postgres.0123456789ab'));
    await writeFile(join(dataDirectory, 'postgres.0123456789ab', 'PG_VERSION'), '18\n');
    const server = await startHere();
    expect(server.started).toBe(true);
  });

  it('refuses the data of another Postgres version, and does not touch them', async () => {
    const directory = join(dataDirectory, 'postgres');
    await mkdir(directory);
    await writeFile(join(directory, 'PG_VERSION'), '9.6\n');
    await expect(startHere()).rejects.toMatchObject({
      code: 'POSTGRES_VERSION_DIFFERS',
    });
    expect(await readFile(join(directory, 'PG_VERSION'), 'utf8')).toBe('9.6\n');
  });

  it('shows the end of its log when it does not start', async () => {
    const server = await startHere();
    await stopServices({ dataDirectory }, systemClock);
    await writeFile(join(server.directory, 'postgresql.conf'), 'no_such_setting = on\n');
    await expect(startHere()).rejects.toMatchObject({
      code: 'POSTGRES_START_FAILED',
      message: expect.stringContaining('no_such_setting') as string,
    });
  });

  it('keeps its password to itself and asks everyone for it', async () => {
    const server = await startHere();
    const { mode } = await stat(join(server.directory, 'farm-password'));
    expect(mode & 0o777).toBe(0o600);
    const wrong = server.url('postgres').replace(/:[^:@]+@/, ':wrong@');
    await expect(connectClient(wrong)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });

  it('answers on the loopback address only', async () => {
    const server = await startHere();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of others) {
      const socket = createConnection({ host: address, port: server.port });
      await expect(nextEvent(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
    }
    await (await connectClient(server.url('postgres'))).end();
  });
});
