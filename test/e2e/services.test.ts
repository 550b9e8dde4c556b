import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packageFile } from '../../src/cli/package-files.js';
import type * as Program from '../../src/cli/program/farm.js';
import { systemClock, terminate } from '../../src/platform/index.js';
import { freePort } from '../../src/platform/services/index.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { describeWith } from '../support/system-packages.js';
import { readComposeFile } from '../house/deployment/compose-file.js';

const { services } = readComposeFile();
/** What shells, URLs and Redis's configuration each take for something else. */
const redisPassword = `a "quoted" #p%4ss'w@rd/$HOME \\ é`;

/** What a command says once it is at work with both servers. */
const signsOfLife: Readonly<Record<string, RegExp>> = {
  serve: /^http:\/\/0\.0\.0\.0:\d+$/m,
  orchestrator: /looking after campaigns/,
  trainer: /nothing to train/,
  nightly: /nothing to train/,
  worker: /adb server/,
  hosts: /NO_HOSTS/,
};

describeWith('redis-server', 'each command of docker-compose.yml and ops/systemd', () => {
  let database: TestPostgres;
  let redisPort: number;
  let folder: string;
  let stopRedis: () => Promise<void>;

  beforeAll(async () => {
    database = await startTestPostgres();
    redisPort = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'farm-secrets-'));
    writeFileSync(join(folder, 'redis_password'), `${redisPassword}\n`);
    const password = decodeURIComponent(new URL(database.url).password);
    writeFileSync(join(folder, 'postgres_password'), `${password}\n`);
    stopRedis = await startRedisOfCompose();
  });
  afterAll(async () => {
    await stopRedis();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const here = (text: string) => text.replace(/^\/run\/secrets/, folder);

  async function startRedisOfCompose(): Promise<() => Promise<void>> {
    const [, , script = ''] = services['redis']?.command ?? [];
    const server = spawn(
      'sh',
      [
        '-c',
        script
          .replaceAll('/run/secrets', folder)
          .replace('redis-server -', `redis-server - --bind 127.0.0.1 --port ${redisPort}`),
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise<void>((resolve, reject) => {
      server.on('exit', (code) => reject(new Error(`Redis ended with exit code ${String(code)}.`)));
      createInterface({ input: server.stdout }).on('line', (line) => {
        if (line.includes('Ready to accept connections')) resolve();
      });
    });
    return async () => {
      await terminate(server);
    };
  }

  /** The same URLs, on this machine: of their passwords only the files know. */
  function environmentHere(environment: Readonly<Record<string, string>>): Record<string, string> {
    const { username, host, pathname } = new URL(database.url);
    return Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        here(value)
          .replace(/farm@postgres:5432\/farm/, `${username}@${host}${pathname}`)
          .replace(/redis:6379/, `127.0.0.1:${redisPort}`),
      ]),
    );
  }

  /** Runs a command of the built program until it says what it was waited for, and then asks it to end; returns how it ended. */
  async function lifeOf(command: readonly string[], env: Readonly<Record<string, string>>, sign: RegExp) {
    const { farm } = (await import(packageFile('dist/cli/program/farm.js'))) as typeof Program;
    const interruption = new AbortController();
    let said = '';
    const write = (text: string) => {
      said += text;
      if (sign.test(said)) interruption.abort();
    };
    const exitCode = await farm(command, {
      ...{ stdout: { write }, stderr: { write }, env, cwd: folder, clock: systemClock },
      signal: interruption.signal,
    });
    return { exitCode, said };
  }

  /** As on a machine where other farms are tested: ports that are free, and no adb server that is left behind. */
  async function undisturbed(command: readonly string[]): Promise<readonly string[]> {
    const adb = command[0] === 'worker' ? ['--adb', `127.0.0.1:${await freePort()}`] : [];
    const free = command.map((word) => (word === '8080' ? '0' : word === 'adb' ? '/bin/true' : word));
    return [...free, ...adb];
  }

  const composed = Object.entries(services).filter(([, { build }]) => build !== undefined);

  it.each(composed)(
    'starts as the service %s, with its environment, and ends when asked',
    async (name, service) => {
      const env = environmentHere(service.environment ?? {});
      const sign = signsOfLife[name] ?? /never/;
      const { exitCode, said } = await lifeOf(await undisturbed(service.command ?? []), env, sign);
      expect(said).toMatch(sign);
      expect([0, 130]).toContain(exitCode);
      expect(said).not.toContain(redisPassword);
    },
  );

  it.each(['serve', 'orchestrator run', 'nightly run', 'worker run', 'hosts run'])(
    'waits for its servers where "farm %s" comes up before them',
    async (command) => {
      const env = {
        FARM_DATABASE_URL: `postgres://farm@127.0.0.1:${await freePort()}/farm`,
        FARM_QUEUE_URL: `redis://127.0.0.1:${await freePort()}`,
      };
      const sign = /"reason":"[^"]*ECONNREFUSED.*is waited for/;
      expect((await lifeOf(command.split(' '), env, sign)).said).toMatch(sign);
    },
  );

  it.each([
    ['no such database', 'DATABASE_UNREACHABLE', 'database'],
    ['a wrong password', 'QUEUE_UNREACHABLE', 'queue'],
  ])('ends at once, and does not wait, where a server answers %s', async (_, code, refusing) => {
    const env = {
      FARM_DATABASE_URL: refusing === 'database' ? `${database.url}_that_is_not_there` : database.url,
      FARM_QUEUE_URL: `redis://:wrong@127.0.0.1:${redisPort}`,
    };
    const { exitCode, said } = await lifeOf(['serve', '--port', '0'], env, /is waited for/);
    expect(said).toContain(`code: ${code}`);
    expect(exitCode).toBe(1);
  });

  describe('a systemd unit', () => {
    const units = fileURLToPath(new URL('../../ops/systemd/', import.meta.url));
    const files = readdirSync(units).filter((file) => file.endsWith('.service'));

    it.each(files)('%s', async (file) => {
      const text = readFileSync(join(units, file), 'utf8');
      const example = readFileSync(join(units, 'farm.env.example'), 'utf8');
      const lines = [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, settings = '']) =>
        settings.split(' '),
      );
      const assigned = [...example.matchAll(/^(\w+=.*)$/gm)].map(([line]) => line);
      const variables = [...assigned, ...lines].map((line) => line.split(/=(.*)/s, 2) as [string, string]);
      const env = environmentHere(
        Object.fromEntries(
          variables.map(([name, value]) => [
            name,
            value
              .replace('%d/database-password', '/run/secrets/postgres_password')
              .replace('%d/queue-password', '/run/secrets/redis_password')
              .replace('%S', folder)
              .replace('db.example:5432', 'postgres:5432')
              .replace('queue.example:6379', 'redis:6379'),
          ]),
        ),
      );
      const [, line = ''] = /^ExecStart=\S+ (.*)$/m.exec(text) ?? [];
      const kind = file.replace(/^latency-farm-|\.service$/g, '');
      const sign = kind === 'serve' ? /^http:\/\/127\.0\.0\.1:\d+$/m : (signsOfLife[kind] ?? /never/);
      expect((await lifeOf(await undisturbed(line.split(' ')), env, sign)).said).toMatch(sign);
    });
  });
});
