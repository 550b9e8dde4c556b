// What the table of runs holds of a result, by column; null where it is not known.
import { configurationHash } from '../../../graph/index.js';
import type { ConfigurationRow } from '../../../tables/configuration/configurations.js';
import type { OpTimingOfRun } from '../../../tables/op-timing/op-timing-rows.js';
import type { MeasuredOperation, RunCircumstances, RunMeasurement } from './run-result.js';

export function circumstanceColumns(circumstances: RunCircumstances): Record<string, unknown> {
  return {
    phoneId: circumstances.phoneId,
    startedAt: circumstances.startedAt.toISOString(),
    finishedAt: circumstances.finishedAt.toISOString(),
    phoneBusyMs: circumstances.phoneBusyMs,
    toolMs: circumstances.toolMs ?? null,
    commandLine: circumstances.words ?? [],
    conditions: circumstances.conditions === undefined ? null : JSON.stringify(circumstances.conditions),
    benchmarkBinarySha256: circumstances.benchmarkBinarySha256 ?? null,
    modelSha256: circumstances.modelSha256 ?? null,
  };
}

export function measurementColumns(measurement: RunMeasurement): Record<string, unknown> {
  return {
    verdict: measurement.verdict,
    verdictReason: measurement.verdictReason ?? null,
    parserVersion: measurement.parserVersion,
    clockSource: measurement.clockSource,
    initUs: measurement.initUs ?? null,
    firstInferenceUs: measurement.firstInferenceUs ?? null,
    warmupMeanUs: measurement.warmupMeanUs ?? null,
    inferenceMeanUs: measurement.inferenceMeanUs ?? null,
    inferenceStdUs: measurement.inferenceStdUs ?? null,
    inferenceMinUs: measurement.inferenceMinUs ?? null,
    inferenceMaxUs: measurement.inferenceMaxUs ?? null,
    inferenceCount: measurement.inferenceCount ?? null,
    operationSumUs: measurement.operationSumUs ?? null,
    toolReport: measurement.toolReport === undefined ? null : JSON.stringify(measurement.toolReport),
  };
}

/** What the operations of a run took, and what they are. */
export function operationRows(
  runId: string,
  operations: readonly MeasuredOperation[],
): { readonly timings: readonly OpTimingOfRun[]; readonly configurations: readonly ConfigurationRow[] } {
  const configurations = operations.map(({ configuration: spec }) =>
    spec === undefined ? undefined : { hash: configurationHash(spec), spec },
  );
  const timings = operations.map(
    ({ operationIndex, operator, kernel, meanUs, stdUs, firstUs, count, sharedRow }, ordinal) => ({
      ...{ runId, ordinal, operator, meanUs, firstUs, count },
      operationIndex: operationIndex ?? null,
      kernel: kernel ?? null,
      configurationHash: configurations[ordinal]?.hash ?? null,
      stdUs: stdUs ?? null,
      sharedRow: sharedRow === true,
    }),
  );
  return { timings, configurations: configurations.filter((each) => each !== undefined) };
}
