import type { Database } from '../../../platform/database/index.js';
import type { GiveWay } from '../../../platform/giving-way.js';
import type { SampleSpec } from '../../../records/sample.js';
import { readNetworkResults } from '../../../tables/run/network-results.js';
import type { NetworkResultRow } from '../../../tables/run/network-results.js';
import type { AnsweringReleases } from '../../registry/answering-releases.js';
import { predictedTotal } from './predicted-total.js';
import type { PredictedTotal } from './predicted-total.js';
import { SamplePredictors } from './sample-predictors.js';
import type { SamplePrediction } from './sample-predictors.js';

/** A network in a scenario on a pool: measured beside predicted. */
export interface NetworkResult extends Omit<NetworkResultRow, 'sampleSpec'>, PredictedTotal {
  readonly kind: SampleSpec['kind'];
  /** How far the runs are apart, by their mean, in percent; null for fewer than two. */
  readonly betweenRunsPercent: number | null;
}

/** A page of a campaign's results. */
export interface CampaignResults {
  readonly results: readonly NetworkResult[];
  /** The place of the last network, where there may be more; null on the last page. */
  readonly next: number | null;
}

/** What predicts beside the measurements, and how others of the thread have their turn meanwhile. */
export interface PredictingBeside {
  readonly releases: AnsweringReleases;
  readonly giveWay: GiveWay;
}

/** Networks of a campaign, in the order of their places, each in all scenarios and on all pools where the campaign measures it. */
export async function campaignResults(
  database: Database,
  campaignId: string,
  { networks, after = -1 }: { readonly networks: number; readonly after?: number },
  { releases, giveWay }: PredictingBeside,
): Promise<CampaignResults> {
  const rows = await readNetworkResults(database.pool, campaignId, {
    networks: networks + 1,
    afterOrdinal: after,
  });
  const places = [...new Set(rows.map(({ ordinal }) => ordinal))];
  const last = places[networks - 1];
  const shown = last === undefined ? rows : rows.filter(({ ordinal }) => ordinal <= last);
  const predictors = new SamplePredictors(database, releases);
  const results: NetworkResult[] = [];
  for (const row of shown) {
    results.push(resultOf(row, await predictors.predict(row)));
    await giveWay();
  }
  return { results, next: places.length > networks ? (last ?? null) : null };
}

function resultOf(row: NetworkResultRow, predicted: SamplePrediction): NetworkResult {
  const { sampleSpec, ...told } = row;
  const { measured, meanUs, leastMeanUs, greatestMeanUs } = row;
  const betweenRunsPercent =
    measured > 1 && meanUs !== null && leastMeanUs !== null && greatestMeanUs !== null
      ? (100 * (greatestMeanUs - leastMeanUs)) / meanUs
      : null;
  return { ...told, kind: sampleSpec.kind, betweenRunsPercent, ...predictedTotal(predicted, meanUs) };
}
