import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

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

describe('docs/reference/configuration.md', () => {
  it('lists the variables that are read, in their order', () => {
    const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
    expect([...page.matchAll(/^\| `(FARM_\w+)`/gm)].map(([, name]) => name)).toEqual(environmentVariables);
  });
});
