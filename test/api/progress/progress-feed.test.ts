import { expect, it, vi } from 'vitest';

import { ProgressFeed } from '../../../src/api/progress/progress-feed.js';
import type { CampaignProgress } from '../../../src/orchestrator/index.js';
import type { SqlDatabase } from '../../../src/platform/database/index.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';

const running = { id: 'c', state: 'RUNNING' } as CampaignProgress;
const lost = new Error('Connection terminated unexpectedly');

function feedOfLostDatabase() {
  const clock = new ManualClock();
  const query = vi.fn(() => Promise.reject(lost));
  const database = { pool: { query } } as unknown as SqlDatabase;
  return { clock, query, feed: new ProgressFeed({ database, clock, mostStreams: 5 }) };
}

it('a campaign is looked at once in a while, also when all who followed it have left and others came', async () => {
  const { clock, query, feed } = feedOfLostDatabase();
  const leaving = feed.follow(running);
  await leaving.next();
  const leavingWaits = leaving.next();
  await eventually(() => expect(clock.sleeperCount).toBe(1));
  clock.advance(1_000);
  await expect(leavingWaits).rejects.toBe(lost);
  const [first, second] = [feed.follow(running), feed.follow(running)];
  await Promise.all([first.next(), second.next()]);
  const asked = query.mock.calls.length;
  const waiting = [first.next(), second.next()];
  await eventually(() => expect(clock.sleeperCount).toBe(1));
  clock.advance(1_000);
  await Promise.all(waiting.map((each) => expect(each).rejects.toBe(lost)));
  expect(query.mock.calls.length).toBe(2 * asked);
});

it('a stream ends without an end of the campaign where the feed stops', async () => {
  const { feed } = feedOfLostDatabase();
  const followed = feed.follow(running);
  expect(await followed.next()).toEqual({ done: false, value: running });
  const next = followed.next();
  feed.stop();
  expect(await next).toEqual({ done: true, value: undefined });
});
