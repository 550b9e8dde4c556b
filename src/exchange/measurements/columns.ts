import { featuresOf, GraphError, type OperationConfiguration } from '../../graph/index.js';
import type { MeasuredOperation, MeasuredRun } from './measured-run.js';

/** How a column's values are written: JSON as an object in JSON lines, as text elsewhere. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'json';

/**
 * The columns of exchanged measurements, in their order. A row is one operation of one run; a run of which no operation was
 * measured has one row, without those from `ordinal` on. Times are in microseconds; moments are UTC as ISO 8601.
 */
export const measurementColumns = {
  run: 'text',
  campaign: 'text',
  campaignName: 'text',
  device: 'text',
  soc: 'text',
  build: 'text',
  pool: 'text',
  scenario: 'text',
  sampleHash: 'text',
  sampleKind: 'text',
  sample: 'text',
  /** In the first row of each run only: a sample may hold hundreds of operations. */
  sampleSpec: 'json',
  repetition: 'integer',
  /** Serial number. How runs were executed is told by exports, and not read when imported. */
  phone: 'text',
  /** SHA-256 of the benchmark tool. */
  benchmarkBinary: 'text',
  /** In the first row of each run only, like the conditions. */
  commandLine: 'json',
  conditions: 'json',
  verdict: 'text',
  verdictReason: 'text',
  clockSource: 'text',
  startedAt: 'text',
  finishedAt: 'text',
  initUs: 'number',
  firstInferenceUs: 'number',
  warmupMeanUs: 'number',
  inferenceMeanUs: 'number',
  inferenceStdUs: 'number',
  inferenceMinUs: 'number',
  inferenceMaxUs: 'number',
  inferenceCount: 'integer',
  operationSumUs: 'number',
  ordinal: 'integer',
  operationIndex: 'integer',
  operator: 'text',
  kernel: 'text',
  configuration: 'text',
  configurationSpec: 'json',
  /** Computed from the configuration when exported, and not read when imported. */
  features: 'json',
  meanUs: 'number',
  stdUs: 'number',
  firstUs: 'number',
  count: 'integer',
  /** 1 where the profile's row stands for other executions too, so that nothing is learned of it. */
  sharedRow: 'integer',
} as const satisfies Readonly<Record<string, ColumnKind>>;

export type MeasurementColumn = keyof typeof measurementColumns;

/** What files written before it was there may lack. */
export const laterColumns: readonly MeasurementColumn[] = [
  'sharedRow',
  'phone',
  'benchmarkBinary',
  'commandLine',
  'conditions',
];

export const columnNames = Object.keys(measurementColumns) as readonly MeasurementColumn[];

/** One row, by column; `null` where there is nothing to tell. */
export type MeasurementRow = Readonly<Record<MeasurementColumn, unknown>>;

/** The rows of a run, the first of them with the sample's spec. */
export function rowsOfRun(run: MeasuredRun): MeasurementRow[] {
  const { campaign, pool, sample, result, circumstances } = run;
  const { commandLine = [] } = circumstances ?? {};
  const common = {
    ...result,
    run: run.key,
    campaign: campaign.id,
    campaignName: campaign.name,
    device: pool.deviceModel,
    soc: pool.socModel,
    build: pool.buildFingerprint,
    pool: pool.key,
    scenario: run.scenarioKey,
    sampleHash: sample.hash,
    sampleKind: sample.kind,
    sample: sample.name,
    repetition: run.repetition,
    phone: circumstances?.phone ?? null,
    benchmarkBinary: circumstances?.benchmarkBinary ?? null,
    startedAt: result.startedAt?.toISOString() ?? null,
    finishedAt: result.finishedAt?.toISOString() ?? null,
  };
  const operations = run.operations.length === 0 ? [noOperation] : run.operations.map(operationCells);
  return operations.map((cells, index) => ({
    ...common,
    sampleSpec: index === 0 ? sample.spec : null,
    commandLine: index === 0 && commandLine.length > 0 ? commandLine : null,
    conditions: index === 0 ? (circumstances?.conditions ?? null) : null,
    ...cells,
  }));
}

const noOperation: OperationCells = {
  ordinal: null,
  operationIndex: null,
  operator: null,
  kernel: null,
  configuration: null,
  configurationSpec: null,
  features: null,
  meanUs: null,
  stdUs: null,
  firstUs: null,
  count: null,
  sharedRow: null,
};

type OperationCells = Readonly<Record<keyof MeasuredOperation | 'configurationSpec' | 'features', unknown>>;

function operationCells({ configuration, sharedRow, ...timing }: MeasuredOperation): OperationCells {
  return {
    ...timing,
    sharedRow: sharedRow ? 1 : null,
    configuration: configuration?.hash ?? null,
    configurationSpec: configuration?.spec ?? null,
    features: configuration === null ? null : knownFeatures(configuration.spec),
  };
}

/** `null` for a configuration that this version of the program does not understand. */
function knownFeatures(spec: OperationConfiguration): Readonly<Record<string, number>> | null {
  try {
    return featuresOf(spec);
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}
