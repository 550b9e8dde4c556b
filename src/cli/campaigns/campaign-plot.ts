import type { CampaignProgress } from '../../orchestrator/index.js';
import { curvePlot } from '../../trainer/index.js';
import { cliError } from '../errors.js';

/**
 * The learning curve of an active campaign, as an SVG document: the error expected before each round, by configurations measured, a
 * curve for each scenario on each pool.
 * @throws FarmError CAMPAIGN_WITHOUT_CURVE when nothing was estimated yet.
 */
export function campaignPlot({ name, rounds }: CampaignProgress): string {
  const places = [...new Set(rounds.map(({ scenarioKey, poolKey }) => `${scenarioKey} on ${poolKey}`))];
  const curves = places.map((label) => ({
    label,
    points: rounds
      .filter(({ scenarioKey, poolKey }) => `${scenarioKey} on ${poolKey}` === label)
      .flatMap(({ estimate }) =>
        estimate === null ? [] : [{ x: estimate.measured, y: estimate.expectedErrorPercent }],
      ),
  }));
  if (curves.every(({ points }) => points.length === 0)) {
    throw cliError('CAMPAIGN_WITHOUT_CURVE', `The campaign ${name} has estimated no error yet.`);
  }
  return curvePlot({ title: name, xLabel: 'configurations measured', yLabel: 'expected error, %', curves });
}
