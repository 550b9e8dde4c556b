import { readFileSync, writeFileSync } from 'node:fs';
import { acceleratorsLine, delegationOf, type Delegation } from './black-box/black-box.js';
import { delegatedSession, type MeasuredSession } from './black-box/delegated-session.js';
import { isQuantizedModel } from './black-box/quantized-model.js';
import type { ToolClock } from './clock/clock.js';
import {
  type CommandLine,
  describeParameters,
  FlagError,
  parseCommandLine,
  usage,
} from './command-line/command-line.js';
import { measure } from './measure.js';
import type { Log } from './report/log.js';
import { ostreamNumber } from './report/number-format.js';
import { ProfileCollector, type ProfileSection } from './report/profile.js';
import { profileText } from './report/profile-report.js';
import { resultFile, type ToolResult } from './report/result-file.js';
import { Stat } from './report/stat.js';
import { UnknownLayoutError } from './runtime/event-layout.js';
import type { Refusal } from './runtime/runtime-log.js';
import { InvokeFailedError, type Session } from './runtime/session.js';

/** Thrown to end with exit status 1; its message is logged, if it has one. */
class BenchmarkFailure extends Error {}

/** Thrown when the runtime does not take the model. */
export class SessionRefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(`the runtime refuses the model: ${refusal}`);
  }
}

/** What the benchmark needs of the world around it. */
export interface BenchmarkEnvironment {
  readonly log: Log;
  readonly clock: ToolClock;
  readonly program: string;
  /** Resident memory of this process, in bytes. */
  readonly residentBytes: () => number;
  /**
   * Puts a model into the runtime, with or without its default delegate.
   *
   * @throws SessionRefusedError, InvokeFailedError, UnknownLayoutError
   */
  readonly openSession: (model: Uint8Array, defaultDelegate: boolean) => Promise<Session>;
}

const megabyte = 1024 * 1024;
const outputModes = ['stdout', 'csv'];
const initializationTitle = 'Profiling Info for Benchmark Initialization:';
const regularTitle = 'Operator-wise Profiling Info for Regular Benchmark Runs:';

/** Runs the tool once. @returns its exit status: 0, or 1 after `ERROR: Benchmarking failed.` */
export async function benchmark(args: readonly string[], environment: BenchmarkEnvironment): Promise<number> {
  const { log, program } = environment;
  log.info('STARTING!');
  try {
    if (args.includes('--help=true') || args.includes('--help')) throw new FlagError(usage(program));
    await run(parseCommandLine(args), environment);
    return 0;
  } catch (error) {
    if (error instanceof FlagError) log.error(`${error.message}\n${usage(program)}`);
    else if (!(error instanceof BenchmarkFailure)) throw error;
    else if (error.message !== '') log.error(error.message);
    log.error('Benchmarking failed.');
    return 1;
  }
}

async function run(commandLine: CommandLine, environment: BenchmarkEnvironment): Promise<void> {
  const { log, clock } = environment;
  if (commandLine.unconsumed.length > 0) {
    log.warn(`Unconsumed cmdline flags: ${commandLine.unconsumed.join(' ')}`);
  }
  for (const line of describeParameters(commandLine)) log.info(line);
  if (commandLine.bool('use_nnapi')) log.info(acceleratorsLine);
  log.info(`Clock source: [${clock.source}]`);
  const output = profileOutput(commandLine);
  const residentAtStart = environment.residentBytes();
  const { session, modelBytes } = await openSession(commandLine, environment);
  const residentAfterInit = environment.residentBytes();

  const warmup = announceAndMeasure(session, environment, commandLine, 'warmup');
  const graph = new ProfileCollector(session.graphRows);
  const inside = new ProfileCollector(session.insideRows);
  const inference = announceAndMeasure(session, environment, commandLine, 'regular', (times) => {
    graph.addRun(times.graphUs);
    inside.addRun(times.insideUs);
  });
  const first = warmup.count > 0 ? warmup.first : inference.first;
  log.info(
    `${commandLine.string('output_prefix')}Inference timings in us: Init: ${session.initUs}, First inference: ${first}, ` +
      `Warmup (avg): ${ostreamNumber(warmup.average)}, Inference (avg): ${ostreamNumber(inference.average)}`,
  );
  const initBytes = residentAfterInit - residentAtStart;
  const overallBytes = environment.residentBytes() - residentAtStart;
  logMemory(log, initBytes, overallBytes);
  const { initUs } = session;
  saveResult(log, commandLine.string('result_file_path'), {
    ...{ initUs, warmup, inference, initBytes, overallBytes, modelBytes },
  });
  if (commandLine.bool('enable_op_profiling')) {
    const insideSections = session.insideRows.length > 0 ? [inside.section] : [];
    writeProfiles(log, output, session.initUs, [graph.section, ...insideSections]);
  }
}

function profileOutput(commandLine: CommandLine): { mode: string; file: string } {
  const alias = commandLine.string('profiling_output_csv_file');
  if (alias !== '') return { mode: 'csv', file: alias };
  const mode = commandLine.string('op_profiling_output_mode');
  if (!outputModes.includes(mode)) {
    throw new BenchmarkFailure(
      `Output mode${mode} is not supported. Supported values are: 'stdout' and 'csv'.`,
    );
  }
  return { mode, file: commandLine.string('op_profiling_output_file') };
}

function readModel(path: string, log: Log): Uint8Array {
  if (path === '') {
    throw new BenchmarkFailure('Please specify the name of your TF Lite input file with --graph');
  }
  try {
    return readFileSync(path);
  } catch {
    log.error(`Could not open '${path}'.`);
    log.error('The model allocation is null/empty');
    throw new BenchmarkFailure(`Failed to load model ${path}`);
  }
}

async function openSession(
  commandLine: CommandLine,
  environment: BenchmarkEnvironment,
): Promise<{ readonly session: MeasuredSession; readonly modelBytes: number }> {
  const { log } = environment;
  const path = commandLine.string('graph');
  const model = readModel(path, log);
  const explicit = commandLine.isSet('use_xnnpack') ? commandLine.bool('use_xnnpack') : undefined;
  const opened = await environment.openSession(model, explicit !== false).catch((error: unknown) => {
    throw loadFailure(error, path, log);
  });
  log.info(`Loaded model ${path}`);
  const nodes = opened.graphRows.length;
  const delegation = delegationOf(commandLine, { nodes, isQuantized: isQuantizedModel(model), readText });
  const session = delegation === undefined ? opened : delegate(opened, delegation, log);
  if (explicit === true) logDelegation(session, log);
  log.info(`The input model file size (MB): ${ostreamNumber(model.length / 1e6)}`);
  log.info(`Initialized session in ${ostreamNumber(session.initUs / 1000)}ms.`);
  return { session, modelBytes: model.length };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Applies a black box, or says why there is none, worded as in the tool's own source (tools/delegates/delegate_provider.cc and Init of
 * tools/benchmark/benchmark_tflite_model.cc). How many nodes it took is worded as in logs of the runtime of TF 2.15.
 */
function delegate(session: MeasuredSession, delegation: Delegation, log: Log): MeasuredSession {
  const { name } = delegation;
  if ('refused' in delegation) {
    if (!delegation.isFatal) {
      log.warn(delegation.refused);
      return session;
    }
    log.error(delegation.refused);
    throw new BenchmarkFailure(`Failed to apply ${name} delegate.`);
  }
  const { node, nodes } = delegation;
  const of = session.graphRows.length;
  log.info(`${name} delegate created.`);
  if (nodes === 0) {
    log.info(
      `Though ${name} delegate is explicitly applied, the model graph will not be executed by the delegate.`,
    );
    return session;
  }
  log.runtime(
    `VERBOSE: Replacing ${nodes} out of ${of} node(s) with delegate (${node}) node, yielding ${nodes < of ? 2 : 1} partitions for the whole graph.`,
  );
  const extent =
    nodes < of
      ? 'partially executed by the delegate w/ 1 delegate kernels'
      : 'completely executed by the delegate';
  log.info(`Explicitly applied ${name} delegate, and the model graph will be ${extent}.`);
  return delegatedSession(session, node, nodes);
}

const refusals: Readonly<Record<Refusal, string>> = {
  'not-a-model': 'The model is not a valid Flatbuffer buffer',
  interpreter: 'Failed to initialize the interpreter',
  tensors: 'Failed to allocate tensors!',
};

/** What the tool says of a model that the runtime does not take, behind the runtime's own lines. */
function loadFailure(error: unknown, path: string, log: Log): unknown {
  if (error instanceof SessionRefusedError && error.refusal === 'not-a-model') {
    log.error(refusals['not-a-model']);
    return new BenchmarkFailure(`Failed to load model ${path}`);
  }
  const message =
    error instanceof SessionRefusedError
      ? refusals[error.refusal]
      : error instanceof InvokeFailedError
        ? 'Failed to invoke!'
        : error instanceof UnknownLayoutError
          ? `This graph cannot be profiled: ${error.message}`
          : undefined;
  if (message === undefined) return error;
  log.info(`Loaded model ${path}`);
  return new BenchmarkFailure(message);
}

function logDelegation(session: MeasuredSession, log: Log): void {
  const delegates = session.graphRows.filter(({ type }) => type === 'TfLiteXNNPackDelegate').length;
  log.info('XNNPACK delegate created.');
  const applied = 'Explicitly applied XNNPACK delegate, and the model graph will be';
  if (delegates === 0) {
    log.info(
      'Though XNNPACK delegate is explicitly applied, the model graph will not be executed by the delegate.',
    );
  } else if (delegates === session.graphRows.length) {
    log.info(`${applied} completely executed by the delegate.`);
  } else {
    log.info(`${applied} partially executed by the delegate w/ ${delegates} delegate kernels.`);
  }
}

function announceAndMeasure(
  session: MeasuredSession,
  { log, clock }: BenchmarkEnvironment,
  commandLine: CommandLine,
  stage: 'warmup' | 'regular',
  onRun: Parameters<typeof measure>[3] = () => undefined,
): Stat {
  const minRuns = commandLine.number(stage === 'warmup' ? 'warmup_runs' : 'num_runs');
  const minSeconds = commandLine.number(stage === 'warmup' ? 'warmup_min_secs' : 'min_secs');
  const maxSeconds = commandLine.number('max_secs');
  const delaySeconds = commandLine.number('run_delay');
  if (stage === 'warmup' && minRuns <= 0) return new Stat();
  log.info(
    `Running benchmark for at least ${minRuns} iterations and at least ${ostreamNumber(minSeconds)} seconds ` +
      `but terminate if exceeding ${ostreamNumber(maxSeconds)} seconds.`,
  );
  const stat = measure(session, clock, { minRuns, minSeconds, maxSeconds, delaySeconds }, onRun);
  log.info(`${stat.toString()}\n`);
  return stat;
}

function logMemory(log: Log, initBytes: number, overallBytes: number): void {
  log.info(
    'Note: as the benchmark tool itself affects memory footprint, the following is only APPROXIMATE to the actual memory ' +
      'footprint of the model at runtime. Take the information at your discretion.',
  );
  const init = ostreamNumber(initBytes / megabyte);
  const overall = ostreamNumber(overallBytes / megabyte);
  log.info(`Memory footprint delta from the start of the tool (MB): init=${init} overall=${overall}`);
}

/** Worded as ProtoBenchmarkReporter of TFLite's tools/benchmark/benchmark_tflite_model.cc. */
function saveResult(log: Log, file: string, result: ToolResult): void {
  if (file === '') return;
  try {
    log.info(`Saving benchmark result to: ${file}`);
    writeFileSync(file, resultFile(result));
    log.info(`Saved benchmark result to: ${file}`);
  } catch {
    log.error(`Failed to save benchmark result to: ${file}`);
  }
}

function initializationSection(initUs: number): ProfileSection {
  const collector = new ProfileCollector([
    { type: 'AllocateTensors', name: 'AllocateTensors/0', timesCalled: 1 },
  ]);
  collector.addRun([initUs]);
  return collector.section;
}

/** A CSV file that cannot be opened goes to stdout, as the tool does it. */
function writeProfiles(
  log: Log,
  { mode, file }: { mode: string; file: string },
  initUs: number,
  regular: readonly ProfileSection[],
): void {
  const format = mode === 'csv' ? 'csv' : 'text';
  const initialization = `${initializationTitle}\n${profileText([initializationSection(initUs)], format)}\n`;
  const profile = `${regularTitle}\n${profileText(regular, format)}\n`;
  if (file !== '') {
    try {
      writeFileSync(file, initialization + profile);
      return;
    } catch {
      log.warn(`Could not open '${file}', so the profile follows here.`);
    }
  }
  log.info(initialization);
  log.info(profile);
}
