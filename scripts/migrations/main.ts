// Usage: npx tsx scripts/migrations/main.ts NAME
// Writes prisma/migrations/<time>_NAME/migration.sql: what prisma/schema.prisma has and the last migration lacks.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '../../src/platform/clock.js';
import { discardPostgres, startPostgres } from '../../src/platform/services/postgres/postgres-server.js';
import { makeMigration } from './make-migration.js';

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npx tsx scripts/migrations/main.ts NAME (lower case, digits, underscores)');
  process.exit(2);
}
const directory = mkdtempSync(join(tmpdir(), 'farm-migration-'));
const server = await startPostgres({ directory, throwaway: true, clock: systemClock });
try {
  const path = await makeMigration(name, new Date(), server.url('postgres'));
  console.log(path ?? 'The last migration already leads to prisma/schema.prisma.');
} finally {
  await discardPostgres(server, systemClock);
}
