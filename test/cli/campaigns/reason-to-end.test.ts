import { describe, expect, it } from 'vitest';

import { reasonToEnd } from '../../../src/cli/campaigns/reason-to-end.js';
import type { PlannedRound } from '../../../src/orchestrator/index.js';
import type { CampaignRoundRow } from '../../../src/tables/campaign-round/campaign-rounds.js';

const estimated = (expectedErrorPercent: number, networksWithinPercent = 0) => ({
  measured: 20,
  expectedErrorPercent,
  networksWithinPercent,
});

const roundOf = (estimate: CampaignRoundRow['estimate']) => ({ estimate }) as CampaignRoundRow;
const rounds = (...errors: number[]) => [roundOf(null), ...errors.map((error) => roundOf(estimated(error)))];

const something = { units: [{}], cutShort: false } as unknown as PlannedRound;
const nothing = (cutShort: boolean) => ({ units: [], cutShort }) as unknown as PlannedRound;
const settings = { target: { withinPercent: 5, ofNetworksPercent: 90 }, patienceRounds: 3 };

describe('a place of an active campaign ends', () => {
  it('when its target is thought to be reached', () => {
    expect(reasonToEnd(estimated(2, 93), something, rounds(4), settings)).toBe(
      'target reached: 93 % of networks within ±5 %',
    );
    expect(reasonToEnd(estimated(2, 89), something, rounds(4), settings)).toBeUndefined();
  });

  it('but not by what the seeds alone say of themselves', () => {
    expect(reasonToEnd(estimated(2, 100), something, rounds(), settings)).toBeUndefined();
  });

  it('when the budget pays for nothing more, or there is nothing more', () => {
    expect(reasonToEnd(estimated(9), nothing(true), rounds(9), settings)).toBe(
      'the budget of phone time is used up',
    );
    expect(reasonToEnd(estimated(9), nothing(false), rounds(9), settings)).toBe('everything is measured');
  });

  it('when as many rounds as it has patience for brought no gain', () => {
    expect(reasonToEnd(estimated(9.9), something, rounds(10, 10, 9.95), settings)).toBe(
      'no more gain in 3 rounds',
    );
    expect(reasonToEnd(estimated(9.7), something, rounds(10, 10, 9.95), settings)).toBeUndefined();
    expect(reasonToEnd(estimated(9.9), something, rounds(10, 9.95), settings)).toBeUndefined();
    expect(
      reasonToEnd(estimated(9.9), something, rounds(10, 10, 9.95), { ...settings, patienceRounds: 4 }),
    ).toBeUndefined();
  });
});
