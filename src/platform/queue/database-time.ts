/** Milliseconds since the Unix epoch, by the clock of the database. */
const databaseNowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/**
 * A statement of BullMQ's PostgreSQL backend (6.7) with the database's time instead of the host's, in which it would count when locks expire,
 * when stalled jobs are looked for and when delayed ones are due: a host that is behind has its jobs run twice, one that is ahead stops the
 * recovery of stalled ones. Its comments say which parameter is that time. When the next delayed job is due is answered in the host's time,
 * by which BullMQ waits for it. Other statements are left as they are.
 */
export function byDatabaseTime(statement: string, hostNowMs: number): string {
  return dueInHostTime(askedInDatabaseTime(statement), hostNowMs);
}

function askedInDatabaseTime(statement: string): string {
  const now = /\$(\d+) now(?:_ms)?\b/.exec(statement)?.[1];
  if (now !== undefined) return replaced(statement, now, databaseNowMs);
  // A delayed job is due so long after now: `process_at` is the sum of the host's time and `delay`.
  const [, due, delay] = /\$(\d+) process_at, \$(\d+) delay\b/.exec(statement) ?? [];
  if (due === undefined || delay === undefined) return statement;
  return replaced(statement, due, `${databaseNowMs} + $${delay}::bigint`);
}

/** The parameter stays where it is, and counts nothing: a statement must use all that it is given. */
function replaced(statement: string, parameter: string, expression: string): string {
  const uses = new RegExp(`\\$${parameter}(?!\\d)`, 'g');
  return statement.replace(uses, () => `($${parameter}::bigint * 0 + ${expression})`);
}

function dueInHostTime(statement: string, hostNowMs: number): string {
  return statement.replace(
    /\bnext_delay(?:\(\$1\) AS next_delay| (?=FROM next_signal\())/,
    (column) =>
      `${column.startsWith('next_delay(') ? 'next_delay($1)' : 'next_delay'} - ${databaseNowMs} + ${hostNowMs} AS next_delay `,
  );
}
