import { expect, it } from 'vitest';

import { statusOf } from '../../../../src/cli/commands/status/farm-status.js';
import { statusText } from '../../../../src/cli/commands/status/status-text.js';

type Read = Parameters<typeof statusOf>[0];

const campaign = (name: string, state: string, runs: object) =>
  ({
    ...{ id: `${name}-0123456789`, name, owner: 'me', state, phoneBusyMs: 61_000, etaSeconds: 90 },
    runs: { DONE: 5, FAILED: 1, PENDING: 0, RUNNING: 0, total: 9, ...runs },
  }) as unknown as Read['campaigns'][number];

const phone = (serialNumber: string, state: string, reason?: string) =>
  ({ serialNumber, state, reason, remedy: reason && 'Look.' }) as unknown as Read['phones'][number];

const read: Read = {
  phones: [phone('A', 'IN_USE'), phone('B', 'READY'), phone('C', 'QUARANTINED', 'failed 5 runs')],
  hosts: [
    { name: 'near', state: 'ONLINE', stateReason: null },
    { name: 'far', state: 'OFFLINE', stateReason: 'no route' },
  ],
  campaigns: [
    campaign('first', 'RUNNING', { PENDING: 2, RUNNING: 1 }),
    campaign('second', 'PAUSED', { PENDING: 7 }),
    campaign('third', 'DONE', {}),
  ],
  runs: [
    {
      phone: 'A',
      sample: 'conv',
      scenario: 's',
      campaign: 'first',
      state: 'RUNNING',
      startedAt: new Date(0),
    },
    { phone: 'B', sample: 'pool', scenario: 's', campaign: 'first', state: 'DONE', startedAt: new Date(0) },
  ] as unknown as Read['runs'],
};

it('the status counts what waits of running campaigns only, and names what does not measure', () => {
  expect(statusOf(read)).toMatchObject({
    phones: { IN_USE: 1, READY: 1, QUARANTINED: 1 },
    troubledPhones: [{ name: 'C', reason: 'failed 5 runs', remedy: 'Look.' }],
    hosts: { online: 1, all: 2 },
    troubledHosts: [{ name: 'far', reason: 'no route' }],
    queue: { running: 1, pending: 2 },
    running: [{ phone: 'A' }],
    campaigns: [{ name: 'first' }, { name: 'second' }],
  });
});

it('the status is a screen of text, however large the farm is', () => {
  const text = statusText(statusOf(read), 30_000);
  expect(text).toMatch(/^phones +1 in use, 1 ready, 1 quarantined$/m);
  expect(text).toContain('C: quarantined; failed 5 runs; Look.');
  expect(text).toMatch(/^first +first-0123456 +me +running +5 +1 +3 +1 min 01 s +1 min 30 s$/m);
  expect(text).toMatch(/^A +conv +s +first +30\.0 s$/m);
  const many = <Item>(item: Item) => Array.from({ length: 500 }, () => item);
  const large = statusOf({
    phones: read.phones.flatMap(many),
    hosts: read.hosts.flatMap(many),
    campaigns: read.campaigns.flatMap(many),
    runs: read.runs.flatMap(many),
  });
  expect(statusText(large, 0).split('\n').length).toBeLessThan(46);
});
