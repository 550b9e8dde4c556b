#!/usr/bin/env bash
# bullmq 6.7.0 with cron-parser 5.10.3: where clocks change by half an hour, a schedule is over and nobody says so.
#
# The strategy that names the next run of a job scheduler swallows what cron-parser throws (for 03:00 on the day when Lord Howe sets its
# clocks back, "loop limit exceeded") and answers undefined, upon which no next job is made: the scheduler has ended. In Sydney, which sets
# its clocks back on the same day by a whole hour, it answers with a moment.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 cron-parser@5.10.3
cat >see.mjs <<'JS'
import { defaultRepeatStrategy } from 'bullmq';
const next = (tz, after) => {
  const moment = defaultRepeatStrategy(Date.parse(after), { pattern: '0 3 * * *', tz });
  console.log(`"0 3 * * *" in ${tz} after ${after}: ${moment === undefined ? moment : new Date(moment).toISOString()}`);
  return moment;
};
const sydney = next('Australia/Sydney', '2026-04-04T00:00:00Z');
const lordHowe = next('Australia/Lord_Howe', '2026-04-04T00:00:00Z');
process.exit(sydney !== undefined && lordHowe === undefined ? 0 : 1);
JS
node see.mjs
