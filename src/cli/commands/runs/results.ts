import { Option, type Command } from 'commander';

import type { CampaignResults, NetworkResult } from '../../../trainer/index.js';
import type { CommandContext } from '../../context/context.js';
import { latencyText, signedPercentText } from '../../output/format.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { wholeNumber } from '../options/arguments.js';

interface ResultsOptions {
  readonly limit: number;
  readonly after?: number;
  readonly csv?: true;
  readonly json?: true;
}

/** `farm results`: networks of a campaign, measured beside predicted. */
export function registerResults(command: Command, context: CommandContext): void {
  command
    .argument('<campaign>', 'its id, the beginning of it, or its name')
    .option('--limit <number>', 'at most so many networks', wholeNumber(1, 10_000), 100)
    .option('--after <place>', 'go on behind the network at this place', wholeNumber(0))
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .option('--json', 'print one JSON document')
    .action((campaign: string, options: ResultsOptions) => results(context, campaign, options));
}

async function results(
  context: CommandContext,
  id: string,
  { limit, after, csv, json }: ResultsOptions,
): Promise<void> {
  const { campaign, page } = await readResults(context, id, {
    networks: limit,
    ...(after !== undefined && { after }),
  });
  if (json === true) {
    writeJson(context.stdout, { campaign: { id: campaign.id, name: campaign.name }, ...page });
    return;
  }
  context.stdout.write(csv === true ? await resultsCsv(page.results) : resultsTable(page.results));
  if (page.results.length === 0 && after === undefined) {
    context.stderr.write(
      `campaign ${campaign.name} measures no whole network: see "farm runs ls --campaign"\n`,
    );
  }
  if (page.next !== null) context.stderr.write(`there are more: go on with --after ${page.next}\n`);
}

async function readResults(
  context: CommandContext,
  id: string,
  wanted: { readonly networks: number; readonly after?: number },
): Promise<{ campaign: { readonly id: string; readonly name: string }; page: CampaignResults }> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) {
    const campaign = await remote.campaign(id);
    return { campaign, page: await remote.results(campaign.id, wanted) };
  }
  const { findCampaign } = await import('../../../orchestrator/campaign/find.js');
  const { campaignResults, releasesOf } = await import('../../../trainer/index.js');
  const database = await context.database();
  const campaign = await findCampaign(database, id);
  const { neverGivingWay } = await import('../../../platform/giving-way.js');
  const beside = { releases: releasesOf(database), giveWay: neverGivingWay };
  return { campaign, page: await campaignResults(database, campaign.id, wanted, beside) };
}

async function resultsCsv(rows: readonly NetworkResult[]): Promise<string> {
  const { csvOf } = await import('../../output/csv.js');
  return csvOf<NetworkResult>(
    [
      ...([
        'ordinal',
        'sample',
        'scenario',
        'pool',
        'deviceModel',
        'runs',
        'open',
        'failed',
        'measured',
      ] as const),
      ...([
        'isOk',
        'meanUs',
        'inferenceStdUs',
        'leastMeanUs',
        'greatestMeanUs',
        'betweenRunsPercent',
      ] as const),
      ...(['predictedUs', 'lowUs', 'highUs', 'errorPercent', 'inInterval', 'releaseVersion'] as const),
      ...(['verdicts', 'failures', 'notPredicted'] as const),
    ],
    rows,
  );
}

function resultsTable(rows: readonly NetworkResult[]): string {
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return renderTable(
    [
      ...['network', 'scenario', 'pool'].map((heading) => ({ heading })),
      ...['runs', 'measured', '±', 'between runs', 'predicted'].map(right),
      { heading: 'interval' },
      right('error'),
      ...['in interval', 'note'].map((heading) => ({ heading })),
    ],
    rows.map((row) => [
      row.sample,
      row.scenario,
      row.pool,
      `${row.measured} of ${row.runs}`,
      timeText(row.meanUs),
      timeText(row.inferenceStdUs),
      row.betweenRunsPercent === null ? '-' : `${row.betweenRunsPercent.toFixed(1)} %`,
      timeText(row.predictedUs),
      row.lowUs === null || row.highUs === null
        ? '-'
        : `${latencyText(row.lowUs)} to ${latencyText(row.highUs)}`,
      row.errorPercent === null ? '-' : signedPercentText(row.errorPercent),
      row.inInterval === null ? '-' : row.inInterval ? 'yes' : 'no',
      noteOf(row),
    ]),
  );
}

function noteOf({ isOk, verdicts, failures, measured, notPredicted }: NetworkResult): string {
  const unfair = measured > 0 && !isOk ? [`no run is ok: ${verdicts.join(', ')}`] : [];
  return [...unfair, ...failures, ...(notPredicted === null ? [] : [notPredicted])].join('; ');
}

function timeText(us: number | null): string {
  return us === null ? '-' : latencyText(us);
}
