import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import {
  findPostgresBinaries,
  majorVersionOf,
} from '../../src/platform/services/postgres/postgres-binaries.js';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck: object;
}

const file = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const { services } = parse(file) as { services: Record<'postgres' | 'redis', Service> };

describe('docker-compose.yml', () => {
  it('has the Postgres that is embedded elsewhere', async () => {
    expect(services.postgres.image).toMatch(`postgres:${majorVersionOf(await findPostgresBinaries())}.`);
  });

  it('has a Redis that neither forgets jobs nor loses them in a restart', () => {
    const command = services.redis.command?.join(' ') ?? '';
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });

  it.each(['postgres', 'redis'] as const)(
    'keeps %s on the loopback address, with a password of its own',
    (name) => {
      const { ports, environment, volumes, healthcheck } = services[name];
      expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
      expect(Object.values(environment).some((value) => /^\$\{\w+_PASSWORD:\?.+\}$/.test(value))).toBe(true);
      expect(volumes).toHaveLength(1);
      expect(healthcheck).toBeDefined();
    },
  );
});
