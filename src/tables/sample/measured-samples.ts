import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A sample, and one of its runs in a scenario that may be learned from. */
export interface MeasuredSample {
  readonly id: string;
  readonly runId: string;
  readonly spec: Partial<SampleSpec>;
}

/** Samples that have such a run, in the order of their ids: at most so many, of those behind the id `after`. */
export async function readMeasuredSamples(
  connection: Connection,
  scenarioKey: string,
  after: string,
  most: number,
): Promise<MeasuredSample[]> {
  const { rows } = await connection.query<MeasuredSample>(
    `SELECT m.id, m.spec, r.id AS "runId" FROM "Sample" m CROSS JOIN LATERAL
       (SELECT o.id FROM "Run" o JOIN "Scenario" s ON s.id = o."scenarioId"
         WHERE o."sampleId" = m.id AND s.key = $1 AND o.state = 'DONE' AND o.verdict = 'ok' LIMIT 1) r
      WHERE m.id > $2 ORDER BY m.id LIMIT $3`,
    [scenarioKey, after, most],
  );
  return rows;
}
