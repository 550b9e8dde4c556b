import type { SampleKind, SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import { areLearnable, placeParameters, runsJoined, type RunPlaces } from '../learnable-runs.js';

/** What the runs of one sample took as a whole. */
export interface SampleTotal {
  readonly sampleKind: SampleKind;
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
  /** Mean over runs, µs. */
  readonly meanUs: number;
  /** The larger of the spread of inferences in a run and of runs, µs; 0 where neither is told. */
  readonly stdUs: number;
}

/**
 * Whole times of every sample with a result to learn from, whether or not anything timed its operations; by content. `besideTimings`: of models
 * of single operations only the runs that timed none, where the others are learned from by their timings.
 */
export async function readSampleTotals(
  connection: Connection,
  places: RunPlaces,
  { besideTimings = false }: { readonly besideTimings?: boolean } = {},
): Promise<SampleTotal[]> {
  const timed = besideTimings ? `AND (m.kind <> 'OPERATIONS' OR coalesce(r."operationSumUs", 0) = 0)` : '';
  const { rows } = await connection.query<SampleTotal>(
    `SELECT min(m.kind::text) AS "sampleKind", min(m.name) AS name, m."contentHash", (array_agg(m.spec ORDER BY m.id))[1] AS spec,
       avg(r."inferenceMeanUs") AS "meanUs",
       greatest(coalesce(avg(r."inferenceStdUs"), 0), coalesce(stddev_samp(r."inferenceMeanUs"), 0)) AS "stdUs"
     FROM ${runsJoined} WHERE ${areLearnable} AND r."inferenceMeanUs" > 0 ${timed}
     GROUP BY m."contentHash" ORDER BY m."contentHash"`,
    placeParameters(places),
  );
  return rows;
}
