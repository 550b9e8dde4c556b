import { buildArchitecture } from '../../src/graph/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { wholePrediction, type Predictor } from '../../src/predictor/index.js';

/** A network as it was measured and predicted. */
export interface ComparedNetwork {
  readonly name: string;
  readonly measuredUs: number;
  readonly predictedUs: number;
  readonly lowUs: number;
  readonly highUs: number;
  /** Measured and predicted by operator, of what takes time. */
  readonly byOperator: ReadonlyMap<string, { measuredUs: number; predictedUs: number }>;
}

interface TimingRow {
  readonly name: string;
  readonly inferenceUs: number;
  readonly operationIndex: number;
  readonly operationUs: number;
}

/** Networks that were measured in a scenario, each by the median over its good runs, beside what a predictor says of them. */
export async function compareNetworks(
  database: Database,
  scenarioKey: string,
  predictor: Predictor,
): Promise<ComparedNetwork[]> {
  const { rows } = await database.pool.query<TimingRow>(
    `SELECT m.spec->>'name' AS name, t."operationIndex",
            percentile_cont(0.5) WITHIN GROUP (ORDER BY r."inferenceMeanUs") AS "inferenceUs",
            percentile_cont(0.5) WITHIN GROUP (ORDER BY t."meanUs") AS "operationUs"
       FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId"
       JOIN "OpTiming" t ON t."runId" = r.id
      WHERE s.key = $1 AND m.kind = 'ARCHITECTURE' AND r.verdict = 'ok' AND t."operationIndex" IS NOT NULL
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [scenarioKey],
  );
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) =>
    compared(
      name,
      rows.filter((row) => row.name === name),
      predictor,
    ),
  );
}

function compared(name: string, rows: readonly TimingRow[], predictor: Predictor): ComparedNetwork {
  const prediction = predictor.predict(buildArchitecture(name));
  const { totalUs, interval, operations } = wholePrediction(name, prediction);
  const byOperator = new Map<string, { measuredUs: number; predictedUs: number }>();
  for (const { index, operator, predictedUs } of operations) {
    const sum = byOperator.get(operator) ?? { measuredUs: 0, predictedUs: 0 };
    sum.predictedUs += predictedUs;
    sum.measuredUs += rows.find(({ operationIndex }) => operationIndex === index)?.operationUs ?? 0;
    byOperator.set(operator, sum);
  }
  return {
    ...{ name, predictedUs: totalUs, lowUs: interval.lowUs, highUs: interval.highUs },
    ...{ measuredUs: rows[0]?.inferenceUs ?? NaN, byOperator },
  };
}
