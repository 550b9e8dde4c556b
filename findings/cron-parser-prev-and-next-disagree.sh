#!/usr/bin/env bash
# cron-parser 5.10.3: going back names other moments than going forth.
#
# Of "30 2 * * *" in Europe/Berlin, next() has a night on 28 March 2027, when clocks skip 02:30 (03:30 by the clock, 01:30 UTC), and prev()
# has none. On 25 October 2026, when clocks show 02:30 twice, next() has one night and prev() two. Whoever schedules with
# next() and asks with prev() what was due last skips a night in spring and has one twice in autumn.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts cron-parser@5.10.3
cat >see.cjs <<'JS'
const { CronExpressionParser } = require('cron-parser');
const between = (from, to) => {
  const at = (date) => CronExpressionParser.parse('30 2 * * *', { tz: 'Europe/Berlin', currentDate: new Date(date) });
  const [forwards, backwards] = [at(from), at(to)];
  const forth = [];
  const back = [];
  for (let next = forwards.next().toISOString(); next < to; next = forwards.next().toISOString()) forth.push(next);
  for (let prev = backwards.prev().toISOString(); prev > from; prev = backwards.prev().toISOString()) back.unshift(prev);
  console.log(`from ${from} to ${to}\n  next(): ${forth.join(' ')}\n  prev(): ${back.join(' ')}`);
  return [forth.length, back.length];
};
const spring = between('2027-03-27T12:00:00.000Z', '2027-03-29T12:00:00.000Z');
const autumn = between('2026-10-24T12:00:00.000Z', '2026-10-26T12:00:00.000Z');
process.exitCode = spring.join() === '2,1' && autumn.join() === '2,3' ? 0 : 1;
JS
node see.cjs
