import { randomUUID } from 'node:crypto';

import {
  buildArchitecture,
  configurationHash,
  costOf,
  describeGraph,
  type Graph,
  type OperationConfiguration,
} from '../../../src/graph/index.js';
import { builtForScenario } from '../../../src/graph/precision/scenario-precision.js';
import { insertRows, type Database } from '../../../src/platform/database/index.js';
import { sampleHash, type SampleSpec } from '../../../src/records/sample.js';
import { parseScenarioKey } from '../../../src/records/scenario.js';
import { storeCampaign, storePhone } from '../../support/worker-records.js';

/** What an operation takes on the phone of these tests: a launch, arithmetic, and memory traffic. */
export function lawUs(configuration: OperationConfiguration): number {
  const { flops, inputBytes, outputBytes, weightBytes } = costOf(configuration);
  return 2 + flops / 4_000 + (inputBytes + outputBytes) / 8_000 + weightBytes / 3_000;
}

/** What the phone takes beyond the operations of a network. */
export const lawOverhead = { interceptUs: 40, perKernelUs: 1.5 };

/** The distinct configurations of graphs, in order of first appearance. */
export function configurationsOf(graphs: readonly Graph[]): OperationConfiguration[] {
  const all = graphs.flatMap((graph) =>
    describeGraph(graph).operations.map(({ configuration }) => configuration),
  );
  return [...new Map(all.map((configuration) => [configurationHash(configuration), configuration])).values()];
}

/** Stores a run of one operation for every configuration, measured as the law says. Returns the device model. */
export async function storeMeasurements(
  database: Database,
  scenarioKey: string,
  configurations: readonly OperationConfiguration[],
  options: {
    readonly verdict?: string;
    readonly factor?: number;
    /** What an operation takes, in place of the law. */
    readonly timeUs?: (configuration: OperationConfiguration) => number;
  } = {},
): Promise<string> {
  const { poolKey } = await storePhone(database, { serialNumber: randomUUID() });
  const specs = configurations.map((configuration): SampleSpec => ({
    kind: 'operations',
    configurations: [configuration],
  }));
  const unique = [...new Map(specs.map((spec) => [sampleHash(spec), spec])).values()];
  const { runIds } = await storeCampaign(database, poolKey, unique, { scenarioKey });
  const { factor = 1, timeUs = lawUs } = options;
  const times = configurations.map((configuration) => factor * timeUs(configuration));
  await database.pool.query(
    `UPDATE "Run" r SET state = 'DONE', verdict = $3, "operationSumUs" = t.us, "inferenceMeanUs" = t.us + $4
     FROM unnest($1::uuid[], $2::float8[]) AS t(id, us) WHERE r.id = t.id`,
    [runIds, times, options.verdict ?? 'ok', lawOverhead.interceptUs + lawOverhead.perKernelUs],
  );
  await storeTimings(database, runIds, configurations, times);
  const pool = await database.prisma.pool.findUniqueOrThrow({ where: { key: poolKey } });
  return pool.deviceModel;
}

/** Stores a run of every network, measured as the law says. Returns the device model. */
export async function storeNetworks(
  database: Database,
  scenarioKey: string,
  names: readonly string[],
): Promise<string> {
  const { poolKey } = await storePhone(database, { serialNumber: randomUUID() });
  const specs = names.map((name): SampleSpec => ({ kind: 'architecture', name, precision: 'float32' }));
  const { runIds } = await storeCampaign(database, poolKey, specs, { scenarioKey });
  for (const [index, name] of names.entries()) {
    const configurations = describeGraph(buildArchitecture(name)).operations.map(
      (each) => each.configuration,
    );
    const times = configurations.map(lawUs);
    const sumUs = times.reduce((sum, time) => sum + time, 0);
    const overheadUs = lawOverhead.interceptUs + lawOverhead.perKernelUs * times.length;
    await database.pool.query(
      `UPDATE "Run" SET state = 'DONE', verdict = 'ok', "operationSumUs" = $2, "inferenceMeanUs" = $3 WHERE id = $1`,
      [runIds[index], sumUs, sumUs + overheadUs],
    );
    const places = configurations.map((_, ordinal) => ordinal);
    const ids = configurations.map(() => runIds[index] as string);
    await storeTimings(database, ids, configurations, times, places);
  }
  const pool = await database.prisma.pool.findUniqueOrThrow({ where: { key: poolKey } });
  return pool.deviceModel;
}

/** What a network takes as a whole on the phone of these tests. */
export function networkLawUs(name: string): number {
  const { operations } = describeGraph(buildArchitecture(name));
  const sumUs = operations.reduce((sum, { configuration }) => sum + lawUs(configuration), 0);
  return sumUs + lawOverhead.interceptUs + lawOverhead.perKernelUs * operations.length;
}

/** Stores a run of every network of which nothing but the whole was timed. Returns the device model. */
export async function storeTotals(
  database: Database,
  scenarioKey: string,
  totals: readonly { readonly name: string; readonly us: number }[],
): Promise<string> {
  const { poolKey } = await storePhone(database, { serialNumber: randomUUID() });
  const scenario = parseScenarioKey(scenarioKey);
  const precision = (scenario && builtForScenario(scenario)) ?? 'float32';
  const specs = totals.map(({ name }): SampleSpec => ({ kind: 'architecture', name, precision }));
  const { runIds } = await storeCampaign(database, poolKey, specs, { scenarioKey });
  await database.pool.query(
    `UPDATE "Run" r SET state = 'DONE', verdict = 'ok', "inferenceMeanUs" = t.us, "inferenceStdUs" = t.us / 100
     FROM unnest($1::uuid[], $2::float8[]) AS t(id, us) WHERE r.id = t.id`,
    [runIds, totals.map(({ us }) => us)],
  );
  const pool = await database.prisma.pool.findUniqueOrThrow({ where: { key: poolKey } });
  return pool.deviceModel;
}

async function storeTimings(
  database: Database,
  runIds: readonly string[],
  configurations: readonly OperationConfiguration[],
  times: readonly number[],
  ordinals: readonly number[] = runIds.map(() => 0),
): Promise<void> {
  const hashes = configurations.map(configurationHash);
  await insertRows(database.pool, {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: hashes },
      operator: { type: 'text', values: configurations.map(({ operator }) => operator) },
      spec: { type: 'jsonb', values: configurations.map((configuration) => JSON.stringify(configuration)) },
    },
  });
  await insertRows(database.pool, {
    table: 'OpTiming',
    columns: {
      runId: { type: 'uuid', values: runIds },
      ordinal: { type: 'integer', values: ordinals },
      operationIndex: { type: 'integer', values: ordinals },
      operator: { type: 'text', values: configurations.map(({ operator }) => operator) },
      configurationHash: { type: 'text', values: hashes },
      meanUs: { type: 'double precision', values: times },
      firstUs: { type: 'double precision', values: times },
      count: { type: 'integer', values: runIds.map(() => 50) },
    },
  });
}
