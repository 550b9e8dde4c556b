import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  findPostgresBinaries,
  majorVersionOf,
} from '../../../src/platform/services/postgres/postgres-binaries.js';
import { runCommand } from '../../../src/platform/index.js';
import { packageFile } from '../../../src/cli/package-files.js';
import { programVersion } from '../../../src/cli/version.js';
import { composePath, readComposeFile } from './compose-file.js';

const { services, secrets } = readComposeFile();
const named = Object.entries(services);

describe('docker-compose.yml', () => {
  it('has nothing that a linter finds', async () => {
    // Its types cannot be resolved.
    const linter = packageFile('node_modules/dclint/bin/dclint.cjs');
    const { exitCode, stdout } = await runCommand(process.execPath, [
      ...[linter, '--max-warnings', '0', '--config', packageFile('.dclintrc.json'), composePath],
    ]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  });

  it('has the Postgres that is embedded elsewhere', async () => {
    expect(services['postgres']?.image).toMatch(`postgres:${majorVersionOf(await findPostgresBinaries())}.`);
  });

  it('has images of this version of the program', () => {
    const built = named.filter(([, { build }]) => build !== undefined);
    expect(built.map(([name]) => name)).toEqual(['serve', 'orchestrator', 'trainer', 'worker']);
    for (const [, { image }] of built) expect(image).toMatch(new RegExp(`:${programVersion}$`));
  });

  it('starts the two servers alone where no profile is named', () => {
    const profiles = Object.fromEntries(named.map(([name, { profiles = [] }]) => [name, profiles.join()]));
    expect(profiles).toEqual({
      ...{ postgres: '', redis: '', serve: 'core', orchestrator: 'core', trainer: 'core', worker: 'worker' },
      ...{ prometheus: 'observability', grafana: 'observability' },
    });
  });

  it('has a Redis that neither forgets jobs nor loses them in a restart', () => {
    const command = services['redis']?.command?.join(' ') ?? '';
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });

  it.each(named)('keeps %s on the loopback address, and knows whether it is well', (_, service) => {
    expect((service.ports ?? []).every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(service.healthcheck.test.length).toBeGreaterThan(1);
  });

  it('holds no secret and no default of one: all come as files, which the environment or files fill', () => {
    const used = new Set(named.flatMap(([, service]) => service.secrets ?? []));
    expect([...used].sort()).toEqual(Object.keys(secrets).sort());
    for (const { environment } of Object.values(secrets)) expect(environment).toMatch(/^[A-Z_]+$/);
    const settings = named.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const ofSecrets = settings.filter(([name]) => /PASSWORD|TOKEN/.test(name));
    expect(ofSecrets.length).toBeGreaterThan(4);
    for (const [, value] of ofSecrets) expect(value).toMatch(/^\/run\/secrets\/\w+$/);
    expect(readFileSync(composePath, 'utf8')).not.toMatch(/_(PASSWORD|TOKEN):-/);
  });
});
