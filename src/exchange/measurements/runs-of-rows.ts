import { canonicalJson } from '../../graph/canonical-json.js';
import {
  configurationHash,
  GraphError,
  misfitReason,
  precisionOfConfigurations,
  type OperationConfiguration,
} from '../../graph/index.js';
import { precisionOfSample, sampleHash, type SampleSpec } from '../../records/sample.js';
import { parseScenarioKey } from '../../records/scenario.js';
import { invalidRow } from '../files/csv.js';
import { columnNames, measurementColumns, type MeasurementColumn } from './columns.js';
import { configurationSchema } from './configuration-schema.js';
import type { MeasuredOperation, MeasuredRun } from './measured-run.js';
import type { ParsedRow } from './parse-rows.js';

/** A run as a file tells it, and the line where it begins. */
export interface ImportedRun {
  readonly line: number;
  readonly run: MeasuredRun;
}

/** Columns that are the same in all rows of a run. */
const runColumns = columnNames
  .slice(0, columnNames.indexOf('ordinal'))
  .filter((name) => measurementColumns[name] !== 'json');

/**
 * Puts the rows of runs together. Throws TRAINING_DATA_INVALID for rows that contradict each other, hashes that are not of what
 * stands beside them, and scenarios that do not exist.
 */
export function runsOfRows(rows: readonly ParsedRow[], file: string): ImportedRun[] {
  const byRun = new Map<string, ParsedRow[]>();
  for (const row of rows) {
    const before = byRun.get(row.run);
    if (before === undefined) byRun.set(row.run, [row]);
    else before.push(row);
  }
  const configurations = new Map<string, OperationConfiguration>();
  return Array.from(byRun.values(), (ofRun) => {
    const [head] = ofRun as [ParsedRow];
    refuseContradictions(ofRun, file);
    const operations = ofRun.flatMap((row) => operationOf(row, ofRun.length, configurations, file) ?? []);
    const run = { ...runOf(ofRun, head, file), operations };
    refuseMisfit(head, run, file);
    return { line: head.line, run };
  });
}

/** A run in a scenario of another precision than its operations is not what it says it is. */
function refuseMisfit(head: ParsedRow, { operations, sample }: MeasuredRun, file: string): void {
  const scenario = parseScenarioKey(head.scenario);
  const measured = operations.flatMap(({ configuration }) => configuration?.spec ?? []);
  const network =
    measured.length > 0
      ? precisionOfConfigurations(measured)
      : precisionOfSample(sample.spec as Partial<SampleSpec>);
  if (scenario === undefined || network === undefined) return;
  const reason = misfitReason(network, scenario, head.scenario);
  if (reason === undefined) return;
  throw invalidRow({ file, line: head.line, field: 'scenario' }, `the model of the run ${reason}`);
}

function refuseContradictions(rows: readonly ParsedRow[], file: string): void {
  const [head] = rows as readonly [ParsedRow];
  const lines = new Map<number | null, number>();
  for (const row of rows) {
    const field = runColumns.find((name) => row[name] !== head[name]);
    if (field !== undefined) {
      const reason = `${String(row[field])} contradicts line ${head.line}, which is of the same run and says ${String(head[field])}`;
      throw invalidRow({ file, line: row.line, field }, reason);
    }
    const before = lines.get(row.ordinal);
    if (before !== undefined) {
      throw invalidRow(
        { file, line: row.line, field: 'ordinal' },
        `the run tells it twice, first in line ${before}`,
      );
    }
    lines.set(row.ordinal, row.line);
  }
}

function runOf(rows: readonly ParsedRow[], head: ParsedRow, file: string): Omit<MeasuredRun, 'operations'> {
  const at = (field: MeasurementColumn) => ({ file, line: head.line, field });
  if (parseScenarioKey(head.scenario) === undefined) {
    throw invalidRow(at('scenario'), `${head.scenario} is not the key of a scenario`);
  }
  const spec = rows.find(({ sampleSpec }) => sampleSpec !== null)?.sampleSpec;
  if (spec === undefined || spec === null) throw invalidRow(at('sampleSpec'), 'no row of the run tells it');
  if (sampleHash(spec as unknown as SampleSpec) !== head.sampleHash) {
    throw invalidRow(at('sampleHash'), 'it is not the hash of sampleSpec');
  }
  return {
    key: head.run,
    campaign: { id: head.campaign, name: head.campaignName },
    pool: {
      key: head.pool,
      deviceModel: head.device,
      socModel: head.soc ?? '',
      buildFingerprint: head.build ?? '',
    },
    scenarioKey: head.scenario,
    sample: { hash: head.sampleHash, kind: head.sampleKind, name: head.sample, spec },
    repetition: head.repetition,
    result: {
      verdict: head.verdict,
      verdictReason: head.verdictReason,
      clockSource: head.clockSource,
      startedAt: head.startedAt === null ? null : new Date(head.startedAt),
      finishedAt: head.finishedAt === null ? null : new Date(head.finishedAt),
      initUs: head.initUs,
      firstInferenceUs: head.firstInferenceUs,
      warmupMeanUs: head.warmupMeanUs,
      inferenceMeanUs: head.inferenceMeanUs,
      inferenceStdUs: head.inferenceStdUs,
      inferenceMinUs: head.inferenceMinUs,
      inferenceMaxUs: head.inferenceMaxUs,
      inferenceCount: head.inferenceCount,
      operationSumUs: head.operationSumUs,
    },
  };
}

/** `undefined` for the row of a run without operations. */
function operationOf(
  row: ParsedRow,
  rowsOfRun: number,
  known: Map<string, OperationConfiguration>,
  file: string,
): MeasuredOperation | undefined {
  const { ordinal, operationIndex, operator, kernel, meanUs, stdUs, firstUs, count } = row;
  if (ordinal === null || operator === null || meanUs === null || firstUs === null || count === null) {
    const told = columnNames.slice(columnNames.indexOf('ordinal')).filter((name) => row[name] !== null);
    if (told.length === 0 && rowsOfRun === 1) return undefined;
    const missing = (['ordinal', 'operator', 'meanUs', 'firstUs', 'count'] as const).find(
      (name) => row[name] === null,
    );
    throw invalidRow(
      { file, line: row.line, field: missing ?? 'ordinal' },
      'an operation is told without it',
    );
  }
  const configuration = configurationOfRow(row, known, file);
  const sharedRow = row.sharedRow === 1;
  return {
    ordinal,
    operationIndex,
    operator,
    kernel,
    configuration,
    meanUs,
    stdUs,
    firstUs,
    count,
    sharedRow,
  };
}

function configurationOfRow(
  { configuration: hash, configurationSpec, line }: ParsedRow,
  known: Map<string, OperationConfiguration>,
  file: string,
): MeasuredOperation['configuration'] {
  const at = (field: MeasurementColumn) => ({ file, line, field });
  if (hash === null && configurationSpec === null) return null;
  if (hash === null) throw invalidRow(at('configuration'), 'configurationSpec is told without it');
  if (configurationSpec === null)
    throw invalidRow(at('configurationSpec'), 'configuration is told without it');
  const seen = known.get(hash);
  if (seen !== undefined && canonicalJson(seen) === canonicalJson(configurationSpec))
    return { hash, spec: seen };
  const parsed = configurationSchema.safeParse(configurationSpec);
  if (!parsed.success)
    throw invalidRow(at('configurationSpec'), 'this is not the configuration of an operation');
  const spec = parsed.data as OperationConfiguration;
  if (hashOf(spec) !== hash) throw invalidRow(at('configuration'), 'it is not the hash of configurationSpec');
  known.set(hash, spec);
  return { hash, spec };
}

/** `undefined` where the attributes are none that the operator can have. */
function hashOf(spec: OperationConfiguration): string | undefined {
  try {
    return configurationHash(spec);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
