import type { ActiveCampaign, PlannedRound } from '../../orchestrator/index.js';
import type { CampaignRoundRow, RoundEstimate } from '../../tables/campaign-round/campaign-rounds.js';

/** A fall of the expected error by less is none. */
const leastGain = 0.02;

/** Why nothing more is measured in a place; `undefined` while there is no reason. */
export function reasonToEnd(
  estimate: RoundEstimate | undefined,
  planned: PlannedRound,
  rounds: readonly CampaignRoundRow[],
  { target, patienceRounds }: Pick<ActiveCampaign, 'target' | 'patienceRounds'>,
): string | undefined {
  // What the seeds alone say of themselves was never put to the test.
  const tested = rounds.length > 1 && estimate !== undefined;
  if (tested && estimate.networksWithinPercent >= target.ofNetworksPercent) {
    return `target reached: ${estimate.networksWithinPercent.toFixed(0)} % of networks within ±${target.withinPercent} %`;
  }
  if (planned.units.length === 0) {
    return planned.cutShort ? 'the budget of phone time is used up' : 'everything is measured';
  }
  const errors = [...rounds.map((round) => round.estimate), estimate ?? null].flatMap((each) =>
    each === null ? [] : [each.expectedErrorPercent],
  );
  const recent = errors.slice(-patienceRounds);
  const before = errors.slice(0, -patienceRounds);
  if (before.length === 0) return undefined;
  const gained = Math.min(...recent) < (1 - leastGain) * Math.min(...before);
  return gained ? undefined : `no more gain in ${patienceRounds} rounds`;
}
