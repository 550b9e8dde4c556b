import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One folder of prisma/migrations: `20261123120000_init`, with a migration.sql in it. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the SQL in hex, as Prisma records it in `_prisma_migrations.checksum`. */
  readonly checksum: string;
}

/** This program's own prisma folder; it lies at the same distance from src/ and from dist/. */
export const prismaDirectory = fileURLToPath(new URL('../../../../prisma', import.meta.url));

/** The migrations in a folder in the order in which they are applied. */
export async function readMigrationFiles(
  directory = join(prismaDirectory, 'migrations'),
): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.toSorted().map((name) => readMigrationFile(directory, name)));
}

async function readMigrationFile(directory: string, name: string): Promise<MigrationFile> {
  const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
