import { describe, expect, it } from 'vitest';

import { databaseRefusal, isDatabaseAway } from '../../src/platform/database/index.js';
import { platformError } from '../../src/platform/errors.js';

const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });
const lostSentences = [
  'Connection terminated unexpectedly',
  'Server has closed the connection.',
  'timeout exceeded when trying to connect',
];

describe('isDatabaseAway', () => {
  it.each<[string, unknown]>([
    ['a server that is shut down', withCode('57P01')],
    ['a server without a free connection', withCode('53300')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a reset connection as a cause', new Error('it failed', { cause: withCode('ECONNRESET') })],
    ['a server that cannot be reached, as Prisma says it', withCode('P1001')],
    ['a name with several addresses', new AggregateError([new Error('other'), withCode('ECONNREFUSED')])],
    ["this program's own word for it", platformError('DATABASE_UNREACHABLE', 'away')],
    ...lostSentences.map((sentence): [string, unknown] => [sentence, new Error(sentence)]),
    ...lostSentences.map((sentence): [string, unknown] => [
      `${sentence} within`,
      new Error('it failed', { cause: new Error(`Invalid invocation:\n\n${sentence}`) }),
    ]),
  ])('is told by %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  const own: { cause?: unknown } = new Error('it carries itself');
  own.cause = own;
  it.each<[string, unknown]>([
    ['a wrong statement', withCode('42601')],
    ['rights that are missing, which nobody gets by waiting', withCode('42501')],
    ['another error of this program', platformError('INVALID_QUEUE_URL', 'Connection terminated')],
    ['a sentence that only speaks of it', new Error('said: Connection terminated')],
    ['an error that is its own cause', own],
    ['nothing', undefined],
  ])('is not told by %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});

it.each(lostSentences)('databaseRefusal has a remedy for "%s" as well', (sentence) => {
  expect(databaseRefusal(new Error(sentence))).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});
