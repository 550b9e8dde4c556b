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

  it('leaves every other statement as it is', () => {
    const statement = 'SELECT 1 -- Params: $1 queue, $2 known.';
    expect(byDatabaseTime(statement, 0)).toBe(statement);
  });
});
