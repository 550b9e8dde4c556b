import { describe, expect, it } from 'vitest';

import { accessTo } from '../../../../src/api/dashboard/queue-board/access.js';
import { boardRoutes } from '../../../../src/api/dashboard/queue-board/board-routes.js';

const aQueue = '/api/queues/:queueName';

/** Who may do what, of all that Bull Board offers to change. */
const orders = Object.entries({
  operator: [
    ...[`PUT ${aQueue}/pause`, `PUT ${aQueue}/resume`, `PUT ${aQueue}/promote`, `PUT ${aQueue}/empty`],
    ...[`PUT ${aQueue}/retry/:queueStatus`, `PUT ${aQueue}/clean/:queueStatus`],
    ...[`PUT ${aQueue}/:jobId/retry`, `PUT ${aQueue}/:jobId/clean`, `PUT ${aQueue}/:jobId/promote`],
  ],
  admin: [
    ...['PUT /api/queues/pause', 'PUT /api/queues/resume'],
    ...[`PUT ${aQueue}/concurrency`, `PUT ${aQueue}/rate-limit`, `PUT ${aQueue}/rate-limit/release`],
    ...[`PUT ${aQueue}/obliterate`, `PUT ${aQueue}/job-schedulers/:schedulerId/remove`],
    ...[`PATCH ${aQueue}/job-schedulers/:schedulerId`, `PUT ${aQueue}/job-schedulers/:schedulerId/run`],
    ...[`PATCH ${aQueue}/:jobId/delay`, `PATCH ${aQueue}/:jobId/priority`],
    `PUT ${aQueue}/:jobId/remove-unprocessed-children`,
  ],
  nobody: [`POST ${aQueue}/add`, `PATCH ${aQueue}/:jobId/update-data`],
});

describe('the orders of the board', () => {
  const told = boardRoutes().api.flatMap(({ method, route }) =>
    [route].flat().map((url) => ({ methods: [method].flat().map((name) => name.toUpperCase()), url })),
  );
  const changing = told.filter(({ methods }) => methods.some((method) => method !== 'GET'));

  it.each(orders)('let %s do what is listed, of all that there is', (who, expected) => {
    const allowed = changing.filter(({ methods, url }) => accessTo(methods, url) === who);
    expect(allowed.map(({ methods, url }) => `${methods.join()} ${url}`).sort()).toEqual(expected.sort());
  });

  it('let viewers read everything', () => {
    const reading = told.filter((one) => !changing.includes(one));
    expect(reading.length).toBeGreaterThan(10);
    expect(new Set(reading.map(({ methods, url }) => accessTo(methods, url)))).toEqual(new Set(['viewer']));
  });

  it('ask for an administrator where an update brings one that is unknown', () => {
    expect(accessTo(['PUT'], `${aQueue}/shuffle`)).toBe('admin');
    expect(accessTo(['GET', 'POST'], '/api/queues')).toBe('admin');
    expect(accessTo(['PUT'], `${aQueue}/:jobId/shuffle/retry`)).toBe('admin');
  });
});
