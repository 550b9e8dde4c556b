import {
  buildArchitecture,
  configurationHash,
  costOf,
  describeGraph,
  type OperationConfiguration,
} from '../../src/graph/index.js';
import type { Database } from '../../src/platform/database/index.js';
import type { SampleSpec } from '../../src/records/sample.js';

/** What a measurement gives; by default no smooth function of what an operation does, as on a phone. */
export interface MeasureOptions {
  readonly busyMs?: number;
  readonly latencyUs?: (configuration: OperationConfiguration, packSize: number) => number;
  /** No more runs than this, in the order of their keys. */
  readonly limit?: number;
}

export function bumpyLatencyUs(configuration: OperationConfiguration): number {
  const { flops, inputBytes } = costOf(configuration);
  return (3 + flops / 1e4 + inputBytes / 1e3) * (1 + 0.2 * Math.sin(flops));
}

/** What a network takes as a whole, µs: nothing in it is timed. */
function wholeUs({ name, precision }: Extract<SampleSpec, { kind: 'architecture' }>): number {
  const { operations } = describeGraph(buildArchitecture(name, { precision }));
  return 200 + operations.reduce((sum, { flops }) => sum + 3 + flops / 3e4, 0);
}

/** Does what a worker does: gives open runs of operations, or of networks as wholes, a result. Returns how many. */
export async function measureRuns(
  { prisma, pool }: Database,
  campaignId: string,
  { busyMs = 500, latencyUs = bumpyLatencyUs, limit = 10_000 }: MeasureOptions = {},
): Promise<number> {
  const runs = await prisma.run.findMany({
    where: { campaignId, state: 'PENDING' },
    include: { sample: true },
    orderBy: { key: 'asc' },
    take: limit,
  });
  for (const { id, sample } of runs) {
    const spec = sample.spec as unknown as SampleSpec;
    const configurations = spec.kind === 'operations' ? spec.configurations : [];
    const timesUs = configurations.map((configuration) => latencyUs(configuration, configurations.length));
    const inferenceMeanUs =
      spec.kind === 'architecture' ? wholeUs(spec) : timesUs.reduce((sum, time) => sum + time, 0);
    await prisma.run.update({
      where: { id },
      data: {
        ...{ state: 'DONE', verdict: 'ok', phoneBusyMs: busyMs, toolMs: busyMs / 2 },
        ...{ inferenceMeanUs, inferenceCount: 6, finishedAt: new Date() },
      },
    });
    for (const [ordinal, configuration] of configurations.entries()) {
      const hash = configurationHash(configuration);
      await pool.query(
        `WITH known AS (INSERT INTO "Configuration" (hash, operator, spec) VALUES ($4, $5, $6) ON CONFLICT DO NOTHING)
         INSERT INTO "OpTiming" ("runId", ordinal, operator, "configurationHash", "meanUs", "firstUs", count)
         VALUES ($1, $2, $5, $4, $3, $3, 1)`,
        [id, ordinal, timesUs[ordinal], hash, configuration.operator, JSON.stringify(configuration)],
      );
    }
  }
  return runs.length;
}
