import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { platformError } from '../../errors.js';
import { runCommand } from '../../process/run-command.js';
import { initdbOf, majorVersionOf } from './postgres-binaries.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { giveTo } from './postgres-owner.js';
import type { PostgresOwner } from './postgres-owner.js';

/** A Postgres data directory, with the superuser's password in a file of it that only its owner can read. */
export interface Cluster {
  readonly directory: string;
  readonly password: string;
}

/** The superuser of an embedded cluster. */
export const superuser = 'farm';

const passwordFile = 'farm-password';

/**
 * Opens the cluster in a folder, or makes one there. A cluster appears whole or not at all,
 * so that a start that was killed half-way, or two at once, do no harm.
 * @throws FarmError POSTGRES_VERSION_DIFFERS, POSTGRES_START_FAILED
 */
export async function openCluster(
  directory: string,
  binaries: PostgresBinaries,
  owner: PostgresOwner | undefined,
  throwaway: boolean,
): Promise<Cluster> {
  const version = await readIfThere(join(directory, 'PG_VERSION'));
  if (version === undefined) await makeCluster(directory, binaries, owner, throwaway);
  else refuseOtherVersion(directory, version.trim(), binaries);
  return { directory, password: await readFile(join(directory, passwordFile), 'utf8') };
}

function refuseOtherVersion(directory: string, found: string, binaries: PostgresBinaries): void {
  const expected = majorVersionOf(binaries);
  if (found === expected) return;
  throw platformError(
    'POSTGRES_VERSION_DIFFERS',
    `${directory} was written by Postgres ${found}; this one is ${expected}.`,
  );
}

async function makeCluster(
  directory: string,
  binaries: PostgresBinaries,
  owner: PostgresOwner | undefined,
  throwaway: boolean,
): Promise<void> {
  const unfinished = `${directory}.${randomBytes(6).toString('hex')}`;
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(owner, unfinished);
  const password = randomBytes(24).toString('base64url');
  const passwordPath = `${unfinished}.password`;
  await writeFile(passwordPath, password, { mode: 0o600 });
  await giveTo(owner, passwordPath);
  try {
    await initialise(unfinished, passwordPath, binaries, owner, throwaway);
    await rename(passwordPath, join(unfinished, passwordFile));
    await rename(unfinished, directory);
  } catch (error) {
    // Another start may have been faster: then its cluster is the one.
    if ((await readIfThere(join(directory, 'PG_VERSION'))) === undefined) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await rm(passwordPath, { force: true });
  }
}

async function initialise(
  directory: string,
  passwordPath: string,
  binaries: PostgresBinaries,
  owner: PostgresOwner | undefined,
  throwaway: boolean,
): Promise<void> {
  const { exitCode, stdout, stderr } = await runCommand(
    initdbOf(binaries),
    [
      `--pgdata=${directory}`,
      `--username=${superuser}`,
      `--pwfile=${passwordPath}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(throwaway ? ['--no-sync'] : []),
    ],
    { cwd: '/', ...owner },
  );
  if (exitCode === 0) return;
  throw platformError('POSTGRES_START_FAILED', `initdb failed: ${(stderr || stdout).trim()}`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
