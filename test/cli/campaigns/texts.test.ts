import { describe, expect, it } from 'vitest';

import { estimateText } from '../../../src/cli/campaigns/estimate-text.js';
import { progressLine } from '../../../src/cli/campaigns/watch.js';
import type { CampaignEstimate, CampaignProgress } from '../../../src/orchestrator/index.js';

const progress = {
  ...{ state: 'RUNNING', stateReason: null, etaSeconds: 90, rounds: [] },
  runs: { total: 10, DONE: 3, FAILED: 1, CANCELLED: 0, PENDING: 4, RUNNING: 2 },
} as unknown as CampaignProgress;

describe('how a campaign stands, in one line', () => {
  it('tells runs, failures and the time left', () => {
    expect(progressLine(progress)).toBe('4 of 10 runs, 1 failed, about 1 min 30 s left');
  });

  it('tells of an active campaign what it has measured and expects, and that the time is the most', () => {
    const estimate = { measured: 37, expectedErrorPercent: 4.26, networksWithinPercent: 70 };
    const rounds = [{ estimate }, { estimate: null }] as unknown as CampaignProgress['rounds'];
    expect(progressLine({ ...progress, rounds })).toContain(
      '37 measured, expected error 4.3 %, at most 1 min 30 s left',
    );
  });

  it('tells why it does not get on', () => {
    expect(progressLine({ ...progress, stateReason: 'the queue is away' })).toMatch(/, the queue is away$/);
    expect(progressLine({ ...progress, state: 'PAUSED' })).toMatch(/, paused$/);
  });
});

describe('what a campaign is thought to take, as text', () => {
  const estimate: CampaignEstimate = {
    ...{
      name: 'example',
      models: 5,
      runs: 10,
      phoneMinutes: 2,
      calendarMinutes: 1,
      budgetPhoneMinutes: null,
    },
    places: [],
    pools: [
      {
        ...{ poolKey: 'pool-1', deviceModel: 'Pixel 4', phones: 2, readyPhones: 2 },
        ...{ runs: 10, phoneMinutes: 2, calendarMinutes: 1 },
      },
    ],
    active: null,
    notes: ['Nothing was measured yet.'],
  };

  it('has a row for every pool, and says what is not known', () => {
    const text = estimateText(estimate);
    expect(text).toMatch(/runs +10 of 5 models\n/);
    expect(text).toMatch(/pool-1 +Pixel 4 +2 +10 +2 min 00 s +1 min 00 s\n/);
    expect(text).toMatch(/note: Nothing was measured yet\.\n$/);
  });

  it('has the error expected by budget of an active campaign', () => {
    const point = { configurations: 50, phoneMinutes: 0.5, expectedErrorPercent: 6.2, campaigns: 3 };
    const active = {
      ...{ candidates: 900, configurations: 120 },
      errorByBudget: [{ ...point, leastPercent: 5, mostPercent: 8.04 }],
    };
    const text = estimateText({ ...estimate, budgetPhoneMinutes: 2, active });
    expect(text).toMatch(/measured +about 120 of 900 configurations a place\n/);
    expect(text).toMatch(/ 50 +30\.0 s +6\.2 % +5\.0 % +8\.0 % +3\n/);
  });
});
