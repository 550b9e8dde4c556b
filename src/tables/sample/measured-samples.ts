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
    // From the runs, each read once: from the samples, a planner that has no statistics yet reads all runs for each of them.
    `SELECT DISTINCT ON (m.id) m.id, m.spec, r.id AS "runId" FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId"
       JOIN "Sample" m ON m.id = r."sampleId"
      WHERE s.key = $1 AND r.state = 'DONE' AND r.verdict = 'ok' AND m.id > $2 ORDER BY m.id, r.id LIMIT $3`,
    [scenarioKey, after, most],
  );
  return rows;
}
