import type { Graph } from '../../../graph/index.js';
import { isFarmError } from '../../../platform/index.js';
import { delegateSettingsOf } from '../../../records/delegate-settings.js';
import { measurementOf } from '../../../records/measurement.js';
import type { Measurement } from '../../../records/measurement.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import type { KeptRun, StoredMeasurement } from '../../../tables/run/kept-runs.js';
import type { RunConditions } from '../../benchmark-tool/index.js';
import type { ConditionsSnapshot } from '../../conditions/index.js';
import type { CoreCluster } from '../../cores/core-clusters.js';
import { selectCores } from '../../cores/core-sets.js';
import { assessRun, parserVersion } from '../assess-run.js';
import { measurementColumns } from '../results/run-columns.js';
import type { RawOutput, RunMeasurement } from '../results/run-result.js';
import { runConditions } from '../run-conditions.js';

/** What today's parser makes of an output: a measurement, or why it refuses to read it. */
export type NewReading = { readonly measurement: RunMeasurement } | { readonly refusal: string };

/** Reads a run's output as if it had just been executed, with the conditions that were noted then. */
export function readAgain(run: KeptRun, graph: Graph): NewReading {
  const scenario = parseScenarioKey(run.scenarioKey);
  if (scenario === undefined) return { refusal: `${run.scenarioKey} is no scenario of this version` };
  const { output, profiledOutput } = outputsOf(run);
  try {
    const measurement = assessRun({
      ...{ graph, output, scenario, thresholds: {} },
      ...(profiledOutput === undefined ? {} : { profiledOutput }),
      delegateSettings: delegateSettingsOf(run.campaignSpec, scenario),
      gpuModel: run.gpuModel ?? undefined,
      measurement: measurementAsked(run),
      conditions: conditionsOf(run, scenario.coreSet),
    });
    return { measurement };
  } catch (error) {
    if (isFarmError(error)) return { refusal: `${error.code}: ${error.message}` };
    throw error;
  }
}

/** An attempt may have been asked for more inferences than its campaign says: the command line has the last word. */
function measurementAsked({ campaignSpec, commandLine }: KeptRun): Measurement {
  const measurement = measurementOf(campaignSpec);
  const asked = commandLine.map((word) => /^--num_runs=([0-9]{1,7})$/.exec(word)?.[1]).find(Boolean);
  return asked === undefined ? measurement : { ...measurement, runs: Number(asked) };
}

function outputsOf({ output }: KeptRun): { output: RawOutput; profiledOutput?: RawOutput } {
  const { exitCode, profiledStdout, profiledStderr } = output;
  if (profiledStdout === undefined) return { output };
  // The second execution follows only where the first ended well, and its own status is not kept.
  const profiledOutput = { exitCode, stdout: profiledStdout, stderr: profiledStderr ?? Buffer.alloc(0) };
  return { output, profiledOutput };
}

interface StoredConditions {
  readonly before?: ConditionsSnapshot;
  readonly during?: readonly ConditionsSnapshot[];
  readonly after?: ConditionsSnapshot;
  readonly foreignCpuShare?: number;
}

/** Conditions are stored as this program takes them. */
function conditionsOf({ conditions, coreClusters }: KeptRun, coreSet: string): RunConditions {
  const { before, during = [], after, foreignCpuShare } = (conditions ?? {}) as StoredConditions;
  const clusters = coreClusters as readonly CoreCluster[];
  const snapshots = [
    ...(before === undefined ? [] : [before]),
    ...during,
    ...(after === undefined ? [] : [after]),
  ];
  return runConditions(snapshots, coresOf(coreSet, clusters), clusters, foreignCpuShare);
}

/** A phone whose clusters are known otherwise today says nothing of its cores then. */
function coresOf(coreSet: string, clusters: readonly CoreCluster[]) {
  try {
    return selectCores(coreSet, clusters);
  } catch (error) {
    if (isFarmError(error, 'CORE_SET_UNKNOWN')) return undefined;
    throw error;
  }
}

/** Verdicts on how a run went, by thresholds and by its repetitions: another reading of the same numbers does not change them. */
const verdictsOnConditions: readonly (string | null)[] = [
  'ok',
  'throttled',
  'contended',
  'noisy',
  'doubtful',
  'drifted',
];

/**
 * What a run's row would hold by a reading. A run that was measured, well or badly, keeps its verdict: the thresholds and the repetitions that
 * it was judged by are not in its output. One that could not be used and now can is judged by the default thresholds. What today's parser refuses
 * stays as it was read once, with a verdict that keeps everyone from learning of it.
 */
export function newColumns(stored: StoredMeasurement, reading: NewReading): StoredMeasurement {
  if ('refusal' in reading) {
    if (stored.state === 'FAILED') return stored;
    const verdictReason = `parser version ${parserVersion} refuses the output: ${reading.refusal}`.slice(
      0,
      2_000,
    );
    return { ...stored, verdict: 'parse-mismatch', verdictReason, parserVersion };
  }
  const { measurement } = reading;
  const columns = {
    ...(measurementColumns(measurement) as unknown as Omit<StoredMeasurement, 'state'>),
    toolReport: measurement.toolReport ?? null,
  };
  const isSettled = [stored, columns].every(({ verdict }) => verdictsOnConditions.includes(verdict));
  const { verdict, verdictReason } = isSettled && stored.state === 'DONE' ? stored : columns;
  return { ...columns, verdict, verdictReason, state: 'DONE' };
}
