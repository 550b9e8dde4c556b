import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleWeb } from '../../scripts/bundle-web.js';
import { createToken, startServer } from '../../src/api/index.js';
import { buildArchitecture } from '../../src/graph/index.js';
import { campaignProgress, listCampaigns, listRuns, runQueuesOn } from '../../src/orchestrator/index.js';
import { openDatabase, type Database } from '../../src/platform/database/index.js';
import { createLogger, silentLogger, systemClock } from '../../src/platform/index.js';
import { openQueue } from '../../src/platform/queue/index.js';
import { startServices } from '../../src/platform/services/index.js';
import { listReleases, trainScenario } from '../../src/trainer/index.js';
import { listPhones } from '../../src/worker/index.js';
import { configurationsOf, storeMeasurements } from '../../test/trainer/support/measured-scenario.js';
import { printLine, printRows, type Benchmark, type BenchmarkRow } from '../support/benchmark.js';
import { farmAtScale, storeModelledFarm } from './modelled-farm.js';
import { pageTimes } from './page-times.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const rounds = 9;

/** Pages and listings of a farm of 500 modelled phones, 10,000 campaigns and 1,000,000 op timings. */
export const dashboardBenchmark: Benchmark = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-dashboard-'));
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger: createLogger({ level: 'warn' }), throwaway: true },
  );
  const database = await openDatabase(services.databaseUrl);
  const queue = await openQueue(services.queueUrl);
  try {
    await storeMeasurements(database, scenarioKey, configurationsOf([buildArchitecture('resnet10')]));
    await trainScenario({ database, scenarioKey, seed: 1, codeVersion: '0', learner: 'lasso' });
    const beganMs = performance.now();
    await storeModelledFarm(database, farmAtScale);
    printLine(`  filled in ${((performance.now() - beganMs) / 1000).toFixed(0)} s`);
    printRows(await queryRows(database));
    const assetFolder = join(directory, 'web');
    await bundleWeb(fileURLToPath(new URL('../../', import.meta.url)), assetFolder);
    const server = await startServer({
      ...{ database, queues: runQueuesOn(queue), clock: systemClock, logger: silentLogger() },
      ...{ version: '0', assetFolder },
    });
    try {
      const { token } = await createToken(database, { name: 'bench', role: 'viewer', nowMs: Date.now() });
      const headers = { authorization: `Bearer ${token}` };
      const scrape = () => fetch(`${server.url}/metrics`, { headers }).then((answer) => answer.text());
      await scrape();
      printRows([{ measured: '/metrics, all over', value: await medianOf(scrape), unit: 'ms', wanted: '-' }]);
      printRows(await pageTimes(server.url, token, await pagePaths(database)));
    } finally {
      await server.stop();
    }
  } finally {
    await queue.close();
    await database.close();
    await services.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

/** The queries of listings, as the command line and the API ask them. */
async function queryRows(database: Database): Promise<BenchmarkRow[]> {
  const { campaigns } = await listCampaigns(database, { limit: 50 });
  const largest = campaigns[0]?.id ?? '';
  const { next } = await listRuns(database, { limit: 50 });
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    'campaign ls': () => listCampaigns(database, { limit: 50 }),
    'campaign ls, behind the first': () => listCampaigns(database, { limit: 50, after: largest }),
    'campaign show, of a fifth of all runs': () => campaignProgress(database, largest),
    'phones ls': () => listPhones(database),
    'predictors ls': () => listReleases(database),
    'predictors ls, of one place': () =>
      listReleases(database, { deviceModel: 'modelled phone 1', scenarioKey }),
    'runs ls': () => listRuns(database, { limit: 50 }),
    'runs ls, behind the first': () =>
      listRuns(database, { limit: 50, ...(next !== null && { after: next }) }),
    'runs ls, of a phone': () => listRuns(database, { limit: 50, phone: 'modelled-0007' }),
    'runs ls, of a campaign': () => listRuns(database, { limit: 50, campaign: largest }),
    'runs ls, failed': () => listRuns(database, { limit: 50, failed: true }),
    'runs ls, throttled': () => listRuns(database, { limit: 50, verdict: 'throttled' }),
  };
  const rows: BenchmarkRow[] = [];
  for (const [measured, ask] of Object.entries(asked)) {
    await ask();
    rows.push({ measured, value: await medianOf(ask), unit: 'ms', wanted: 'less than 50' });
  }
  return rows;
}

async function medianOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beganMs = performance.now();
    await ask();
    times.push(performance.now() - beganMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN;
}

/** A page of each kind, of what there is most of; before them one of a few bytes: what the browser itself takes. */
async function pagePaths(database: Database): Promise<readonly string[]> {
  const { campaigns } = await listCampaigns(database, { limit: 1 });
  const { runs } = await listRuns(database, { limit: 1, verdict: 'ok' });
  const campaign = `/dashboard/campaigns/${campaigns[0]?.id}`;
  const place = `/dashboard/releases/modelled%20phone%201/${scenarioKey}`;
  return [
    '/healthz',
    '/dashboard/phones',
    '/dashboard/phones/modelled-0007',
    '/dashboard/campaigns',
    campaign,
    `${campaign}/results`,
    '/dashboard/runs',
    `/dashboard/runs/${runs[0]?.id}`,
    '/dashboard/releases',
    place,
    `${place}/${farmAtScale.releasesPerPlace}`,
    '/dashboard/try',
  ];
}
