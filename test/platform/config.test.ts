import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { environmentVariables } from '../../src/platform/config/config.js';
import { readConfig } from '../../src/platform/config/index.js';
import { isFarmError } from '../../src/platform/errors.js';

function refusalOf(env: Record<string, string>): string {
  try {
    readConfig(env, '/farm');
  } catch (error) {
    expect(isFarmError(error, 'INVALID_ENVIRONMENT')).toBe(true);
    expect(error).toMatchObject({ blame: 'config' });
    return String(error);
  }
  throw new Error('was accepted');
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, '/farm')).toEqual({
      dataDirectory: '/farm/.farm',
      logLevel: 'info',
      databaseConnections: 10,
      queueConnections: 40,
    });
  });

  it('takes what is set', () => {
    const env = {
      FARM_DATABASE_URL: 'postgres://u@h/db',
      FARM_QUEUE_URL: 'rediss://h:1',
      FARM_DATA_DIR: '/var/farm',
      FARM_LOG_LEVEL: 'debug',
      FARM_DATABASE_CONNECTIONS: '5',
    };
    expect(readConfig(env, '/farm')).toEqual({
      databaseUrl: 'postgres://u@h/db',
      queueUrl: 'rediss://h:1',
      dataDirectory: '/var/farm',
      logLevel: 'debug',
      databaseConnections: 5,
      queueConnections: 40,
    });
  });

  it('counts an empty variable as unset', () => {
    expect(readConfig({ FARM_DATABASE_URL: '' }, '/farm')).not.toHaveProperty('databaseUrl');
  });

  it.each([
    ['FARM_DATABASE_URL', 'mysql://h/db'],
    ['FARM_QUEUE_URL', 'localhost:6379'],
    ['FARM_LOG_LEVEL', 'loud'],
    ['FARM_QUEUE_CONNECTIONS', '1'],
    ['FARM_QUEUE_CONNECTIONS', 'ten'],
  ])('refuses %s=%s and names the variable and the value', (name, value) => {
    const refusal = refusalOf({ [name]: value });
    expect(refusal).toContain(`${name}: `);
    expect(refusal).toContain(`"${value}"`);
  });

  it('names all bad variables at once', () => {
    const refusal = refusalOf({ FARM_LOG_LEVEL: 'loud', FARM_QUEUE_URL: 'nowhere' });
    expect(refusal).toContain('FARM_LOG_LEVEL');
    expect(refusal).toContain('FARM_QUEUE_URL');
  });

  it('refuses a misspelt variable instead of ignoring it', () => {
    expect(refusalOf({ FARM_DATABSE_URL: 'postgres://h/db' })).toContain(
      'FARM_DATABSE_URL: no such variable',
    );
  });

  it('does not repeat a password when it complains', () => {
    expect(refusalOf({ FARM_DATABASE_URL: 'mysql://u:hunter2@h/db' })).not.toContain('hunter2');
  });
});

describe('secrets in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farm-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const secretFile = (text: string) => {
    const file = join(folder, `${Buffer.from(text).toString('hex')}.secret`);
    writeFileSync(file, text);
    return file;
  };

  it.each(['hunter2', 'a@b:c/d?e#f', '100%25 "sure"', 'pässwörd'])(
    'are the passwords that URLs lack, whatever is in them: %s',
    (password) => {
      const { databaseUrl = '', queueUrl = '' } = readConfig({
        FARM_DATABASE_URL: 'postgres://farm@db:5432/farm',
        FARM_DATABASE_PASSWORD_FILE: secretFile(`${password}\n`),
        FARM_QUEUE_URL: 'redis://queue:6379',
        FARM_QUEUE_PASSWORD_FILE: secretFile(password),
      });
      for (const url of [databaseUrl, queueUrl]) {
        expect(decodeURIComponent(new URL(url).password)).toBe(password);
      }
      expect(new URL(databaseUrl).host).toBe('db:5432');
    },
  );

  it('are the token for a farm over HTTP', () => {
    const env = { FARM_API_URL: 'http://farm:8080', FARM_API_TOKEN_FILE: secretFile('lf_token\n') };
    expect(readConfig(env).api).toEqual({ url: 'http://farm:8080', token: 'lf_token' });
  });

  it.each([
    [{ FARM_DATABASE_PASSWORD_FILE: secretFile('x') }, 'needs a URL in FARM_DATABASE_URL'],
    [{ FARM_QUEUE_URL: 'redis://:y@h', FARM_QUEUE_PASSWORD_FILE: secretFile('x') }, 'has a password already'],
    [
      { FARM_DATABASE_URL: 'postgres:///farm?host=/run', FARM_DATABASE_PASSWORD_FILE: secretFile('x') },
      'names no host',
    ],
    [{ FARM_QUEUE_URL: 'redis://h', FARM_QUEUE_PASSWORD_FILE: secretFile('\n') }, 'is empty'],
    [{ FARM_API_TOKEN: 'x', FARM_API_TOKEN_FILE: secretFile('x') }, 'leave one of them out'],
    [{ FARM_API_TOKEN_FILE: '/nowhere/token' }, '/nowhere/token cannot be read'],
  ])('are refused where they cannot be what is meant: %j', (env, complaint) => {
    expect(refusalOf(env)).toContain(complaint);
  });
});

describe('docs/reference/configuration.md', () => {
  it('lists the variables that are read, in their order', () => {
    const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
    expect([...page.matchAll(/^\| `(FARM_\w+)`/gm)].map(([, name]) => name)).toEqual(environmentVariables);
  });
});
