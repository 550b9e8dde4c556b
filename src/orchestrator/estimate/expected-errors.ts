import type { Database } from '../../platform/database/index.js';
import { readPastEstimates } from '../../tables/campaign-round/campaign-rounds.js';
import type { RoundEstimate } from '../../tables/campaign-round/campaign-rounds.js';
import { groupBy } from '../campaign/group-by.js';
import { median } from '../../learning/validation/averages.js';
import type { ActivePlaces } from './active-places.js';
import type { ExpectedError } from './campaign-estimate.js';

const budgets = [25, 50, 100, 200, 400, 800];

/**
 * What past active campaigns thought their error to be at so many measured configurations, up to what the budget pays for: those in
 * the same scenarios where there are any, else all. Between two rounds on a line in logarithms.
 */
export async function expectedErrors(
  database: Database,
  scenarioKeys: readonly string[],
  { configurations, minutesPerConfiguration }: ActivePlaces,
): Promise<ExpectedError[]> {
  const rows = await readPastEstimates(database.pool, scenarioKeys);
  const alike = rows.filter(({ sameScenario }) => sameScenario);
  const places = [...groupBy(alike.length > 0 ? alike : rows, ({ place }) => place).values()];
  const wanted = [...new Set([...budgets.filter((budget) => budget < configurations), configurations])];
  return wanted.flatMap((budget) => {
    const errors = places.flatMap((rounds) =>
      errorAt(
        rounds.map(({ estimate }) => estimate),
        budget,
      ),
    );
    if (errors.length === 0) return [];
    return [
      {
        configurations: budget,
        phoneMinutes: budget * minutesPerConfiguration,
        expectedErrorPercent: median(errors),
        leastPercent: Math.min(...errors),
        mostPercent: Math.max(...errors),
        campaigns: errors.length,
      },
    ];
  });
}

/** One value, or none where the campaign had not begun to estimate, or had ended. */
function errorAt(rounds: readonly RoundEstimate[], configurations: number): number[] {
  const after = rounds.find(({ measured }) => measured >= configurations);
  const before = rounds.findLast(({ measured }) => measured <= configurations);
  if (after === undefined || before === undefined) return [];
  if (after.measured === before.measured) return [before.expectedErrorPercent];
  const part = Math.log(configurations / before.measured) / Math.log(after.measured / before.measured);
  const [from, to] = [Math.log(before.expectedErrorPercent), Math.log(after.expectedErrorPercent)];
  return [Math.exp(from + part * (to - from))];
}
