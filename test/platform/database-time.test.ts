import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { byDatabaseTime } from '../../src/platform/queue/database-time.js';

const databaseTime = 'extract(epoch FROM clock_timestamp())';

describe('byDatabaseTime', () => {
  it('takes the time of the database for the parameter that is called now, and for no longer one', () => {
    const statement = '-- Params: $1 queue, $2 now_ms, $20 other.\nSELECT claim($1, $2, $20)';
    expect(byDatabaseTime(statement, 0).split('\n')[1]).toBe(
      `SELECT claim($1, ($2::bigint * 0 + (${databaseTime} * 1000)::bigint), $20)`,
    );
  });

  it('counts a delay from the time of the database', () => {
    const statement = '-- $4 process_at, $5 delay,\nSELECT move($4, $5)';
    expect(byDatabaseTime(statement, 0)).toContain(`::bigint + $5::bigint), $5)`);
  });

  it('answers in the time of the host when the next job is due', () => {
    expect(byDatabaseTime('SELECT next_delay($1) AS next_delay;', 7)).toMatch(
      /^SELECT next_delay\(\$1\) - .* \+ 7 AS next_delay ;$/,
    );
    expect(byDatabaseTime('SELECT ttl, next_delay FROM next_signal($1);', 7)).toMatch(
      /^SELECT ttl, next_delay - .* \+ 7 AS next_delay FROM next_signal\(\$1\);$/,
    );
  });

  it("changes all of BullMQ's own commands by which something is due or expires, and no other", () => {
    const scripts = createRequire(import.meta.url)('bullmq/dist/cjs/postgres/sql-scripts.js') as {
      readonly SQL_COMMANDS: Readonly<Record<string, string>>;
    };
    const changed = Object.entries(scripts.SQL_COMMANDS).filter(
      ([, text]) => byDatabaseTime(text, 0) !== text,
    );
    expect(changed.map(([file]) => file.replace('.sql', '')).toSorted()).toEqual([
      'add_job_scheduler',
      'change_delay',
      'extend_lock',
      'extend_locks',
      'get_deduplication_job_id',
      'get_rate_limit_ttl',
      'move_active_to_wait',
      'move_stalled_jobs_to_wait',
      'move_to_active',
      'move_to_completed_fetch',
      'move_to_delayed',
      'move_to_failed_fetch',
      'next_delay',
      'next_signal',
      'remove_child_dependency',
      'remove_deduplication_key',
      'set_rate_limit',
      'update_job_scheduler',
    ]);
  });

  it('leaves every other statement as it is', () => {
    const statement = 'SELECT 1 -- Params: $1 queue, $2 known.';
    expect(byDatabaseTime(statement, 0)).toBe(statement);
  });
});
