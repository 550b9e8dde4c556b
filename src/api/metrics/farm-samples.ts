import type { Database } from '../../platform/database/index.js';
import { readOldestWait, readRunTotals } from '../../tables/run/farm-totals.js';
import { listReleases } from '../../trainer/index.js';
import { listPhones } from '../../worker/index.js';
import type { FreshCoverage } from './fresh-coverage.js';
import type { MetricName } from './metric-table.js';

/** A value of a metric that the database tells. */
export interface Sample {
  readonly metric: MetricName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the database tells of the farm now. */
export async function readFarmSamples(
  database: Database,
  coverage: FreshCoverage,
  nowMs: number,
): Promise<Sample[]> {
  const parts = await Promise.all([
    phoneSamples(database),
    runSamples(database),
    campaignSamples(database),
    retrainSamples(database),
    releaseSamples(database, coverage, nowMs),
  ]);
  return parts.flat();
}

async function phoneSamples(database: Database): Promise<Sample[]> {
  const counts = new Map<string, number>();
  const phones = await listPhones(database, { health: false });
  for (const { state } of phones) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, value]) => ({ metric: 'latency_farm_phones', labels: { state }, value }));
}

async function runSamples({ pool }: Database): Promise<Sample[]> {
  const [rows, oldestSeconds] = await Promise.all([readRunTotals(pool), readOldestWait(pool)]);
  const seconds = { kept: 0, wasted: 0, open: 0 };
  const samples: Sample[] = [];
  const queue = { pending: 0, running: 0 };
  const ended = new Map<string, number>();
  for (const { state, verdict, count, phoneBusyMs } of rows) {
    const isOpen = state === 'PENDING' || state === 'RUNNING';
    if (state === 'PENDING') queue.pending += count;
    if (state === 'RUNNING') queue.running += count;
    seconds[isOpen ? 'open' : verdict === 'ok' ? 'kept' : 'wasted'] += phoneBusyMs / 1000;
    const outcome = state === 'DONE' ? (verdict ?? 'unknown') : state === 'FAILED' ? 'failed' : undefined;
    if (outcome !== undefined) ended.set(outcome, (ended.get(outcome) ?? 0) + count);
  }
  for (const [use, value] of Object.entries(seconds))
    samples.push({ metric: 'latency_farm_phone_seconds', labels: { use }, value });
  for (const [verdict, value] of ended)
    samples.push({ metric: 'latency_farm_runs', labels: { verdict }, value });
  for (const [state, value] of Object.entries(queue))
    samples.push({ metric: 'latency_farm_queue_runs', labels: { state }, value });
  samples.push({ metric: 'latency_farm_queue_oldest_seconds', labels: {}, value: oldestSeconds });
  return samples;
}

async function campaignSamples({ prisma }: Database): Promise<Sample[]> {
  const groups = await prisma.campaign.groupBy({ by: ['state'], _count: true });
  return groups.map(({ state, _count }) => ({
    metric: 'latency_farm_campaigns',
    labels: { state },
    value: _count,
  }));
}

/** As `NightlyTraining` stores them. */
const nightlyOutcomes = ['promoted', 'kept', 'no-new-data', 'failed'] as const;

async function retrainSamples({ prisma }: Database): Promise<Sample[]> {
  const groups = await prisma.nightlyTraining.groupBy({ by: ['outcome'], _count: true });
  const counts = new Map(groups.map(({ outcome, _count }) => [outcome, _count]));
  // Those that never came about as well: Prometheus sees no increase in what was not there.
  return nightlyOutcomes.map((outcome) => ({
    metric: 'latency_farm_retrains_total',
    labels: { outcome },
    value: counts.get(outcome) ?? 0,
  }));
}

async function releaseSamples(database: Database, coverage: FreshCoverage, nowMs: number): Promise<Sample[]> {
  const answering = await listReleases(database, { state: 'PROMOTED' });
  const inside = await coverage.of(answering);
  const samples: Sample[] = [];
  for (const release of answering) {
    const { deviceModel, scenarioKey, createdAt, notes } = release;
    const place = { device: deviceModel, scenario: scenarioKey };
    const { networksPercent, operationsPercent } = notes.heldOut ?? {};
    for (const [of, value] of [
      ['networks', networksPercent],
      ['operations', operationsPercent],
    ] as const) {
      if (value !== undefined)
        samples.push({ metric: 'latency_farm_release_error_percent', labels: { ...place, of }, value });
    }
    const age = (nowMs - createdAt.getTime()) / 1000;
    samples.push({ metric: 'latency_farm_release_age_seconds', labels: place, value: age });
    const share = inside.get(release.id);
    if (share !== undefined)
      samples.push({ metric: 'latency_farm_interval_coverage_ratio', labels: place, value: share });
  }
  return samples;
}
