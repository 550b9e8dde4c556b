#!/usr/bin/env bash
# croner 11.0.1: a time in a skipped hour is moved to the end of the gap, but not when the gap ends at midnight.
#
# Berlin skips 02:00 to 03:00 on 28 March 2027: "30 2 * * *" runs at 03:00 instead. Nuuk skips 23:00 to 24:00 on 28 March 2026:
# "30 23 * * *" has no run for that day at all, forwards and backwards alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts croner@11.0.1
cat >see.mjs <<'JS'
import { Cron } from 'croner';
const runs = (pattern, timezone, from) => {
  const found = new Cron(pattern, { timezone, paused: true }).nextRuns(3, new Date(from)).map((run) => run.toISOString());
  console.log(`${timezone} ${pattern}: ${found.join(' ')}`);
  return found.map((run) => run.slice(5, 16)).join();
};
const berlin = runs('30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00:00Z');
const nuuk = runs('30 23 * * *', 'America/Nuuk', '2026-03-27T12:00:00Z');
const asSeen = berlin === '03-27T01:30,03-28T01:00,03-29T00:30' && nuuk === '03-28T01:30,03-30T00:30,03-31T00:30';
process.exitCode = asSeen ? 0 : 1;
JS
node see.mjs
