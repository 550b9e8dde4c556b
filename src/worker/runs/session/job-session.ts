import { untilDatabaseAnswers } from '../../../platform/database/index.js';
import { isFarmError } from '../../../platform/index.js';
import type { FarmError } from '../../../platform/index.js';
import type { HeldLease } from '../../leases/index.js';
import { asFarmError } from '../../as-farm-error.js';
import type { AttachedPhone } from '../attached-phone.js';
import { buildModel } from './build-model.js';
import type { BuiltModel } from './build-model.js';
import { buildChunk, stagedModels } from './build-chunk.js';
import type { BuiltTask } from './build-chunk.js';
import { Conclusions } from './conclusions.js';
import { executeTool, toolCommands } from '../tool/execute-tool.js';
import { endsTheJob } from '../job-ending.js';
import type { RunTask } from './load-tasks.js';
import { mayBeOfDamagedFiles, withItsCause } from '../staging/damaged-files.js';
import { binaryPath, modelPath } from '../staging/phone-files.js';
import type { PhoneMemory } from '../phone-memory.js';
import { PhoneTime } from './phone-time.js';
import { JobScenario } from './job-scenario.js';
import type { JobDependencies, JobOutcome, StopSignals } from '../job.js';
import { measurementOfAttempt } from './remeasure.js';
import { runConditions } from '../run-conditions.js';
import { stageModels } from '../staging/stage-models.js';
import type { RunCircumstances } from '../results/run-result.js';
import { removeRuns, sweepRuns } from '../tool/tool-process.js';
import { runDeadlineMs } from '../tool/tool-words.js';

/** One job on one phone under one lease. */
export class JobSession {
  readonly #dependencies: JobDependencies;
  readonly #phone: AttachedPhone;
  readonly #memory: PhoneMemory;
  readonly #held: HeldLease;
  readonly #stop: StopSignals;
  readonly #signal: AbortSignal;
  readonly #time: PhoneTime;
  readonly #ready: JobScenario;
  readonly #conclusions: Conclusions;

  constructor(
    dependencies: JobDependencies,
    phone: AttachedPhone,
    memory: PhoneMemory,
    held: HeldLease,
    stop: StopSignals,
  ) {
    this.#dependencies = dependencies;
    this.#phone = phone;
    this.#memory = memory;
    this.#held = held;
    this.#stop = stop;
    this.#signal = AbortSignal.any([held.signal, stop.now]);
    this.#time = new PhoneTime(dependencies.clock, phone.phoneId);
    this.#ready = new JobScenario(dependencies, phone, memory);
    this.#conclusions = new Conclusions(dependencies, phone, held);
  }

  async execute(tasks: readonly RunTask[]): Promise<JobOutcome> {
    const conclusions = this.#conclusions;
    for (const { runId } of tasks) conclusions.open.add(runId);
    let failure: FarmError | undefined;
    try {
      const known = this.#memory.continueUnder(this.#held.lease.token);
      if (!known) await sweepRuns(this.#phone.adb, this.#signal);
      await this.#executeAll([...tasks]);
    } catch (error) {
      failure = asFarmError(this.#held.signal.aborted ? this.#held.signal.reason : error);
      this.#memory.forget();
    }
    this.#memory.sharedCores.conclude();
    await conclusions.settled();
    failure ??= conclusions.lost;
    const { done, failed, phoneFailures, open } = conclusions;
    const outcome = { done, failed, phoneFailures, open: [...open] };
    return { ...outcome, ...(failure === undefined ? {} : { failure }) };
  }

  async #executeAll(waiting: RunTask[]): Promise<void> {
    const { pool } = this.#dependencies;
    const build = () =>
      buildChunk(waiting, ({ sample }) => this.#untilDatabaseAnswers(() => buildModel(sample, pool)));
    let next = build();
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      // The models of the next chunk are built on the host while this one is measured.
      next = build();
      next.catch(() => undefined);
      if (await stageModels(this.#phone.adb, stagedModels(chunk), this.#signal)) this.#ready.forget();
      for (const [index, built] of chunk.entries()) {
        if (this.#stop.finishRun.aborted) return;
        await this.#executeOne(built, chunk.slice(index));
      }
      this.#memory.sharedCores.conclude();
      // Why a run failed is told by its files as well: they stay until that is known.
      await this.#conclusions.settled();
      await removeRuns(
        this.#phone.adb,
        chunk.map(({ task }) => task.runId),
        this.#signal,
      );
    }
  }

  /** `left` are this run and those behind it whose models lie on the phone. */
  async #executeOne(built: BuiltTask, left: readonly BuiltTask[]): Promise<void> {
    const { task } = built;
    const { clock, runs } = this.#dependencies;
    const startedAt = new Date(clock.nowMs());
    const begin = () => runs.begin(this.#held.lease, task.runId, startedAt);
    if (!(await this.#untilDatabaseAnswers(begin))) {
      this.#conclusions.open.delete(task.runId);
      return;
    }
    const circumstances: Writable<Partial<RunCircumstances>> & { startedAt: Date } = { startedAt };
    try {
      if ('failure' in built) throw built.failure;
      await this.#measureAndHeal(task, built, left, circumstances);
    } catch (error) {
      const failure = asFarmError(this.#signal.aborted ? this.#signal.reason : error);
      await this.#conclusions.fail(task, this.#time.finished(circumstances), failure);
      if (endsTheJob(failure)) throw failure;
    }
  }

  /** Files of the farm may be deleted at any time: what the phone was believed to hold is forgotten then, and put there once more. */
  async #measureAndHeal(
    task: RunTask,
    built: Extract<BuiltTask, { readonly model: unknown }>,
    left: readonly BuiltTask[],
    circumstances: Writable<Partial<RunCircumstances>> & { startedAt: Date },
  ): Promise<void> {
    try {
      await this.#measure(task, built, circumstances);
    } catch (error) {
      if (!isFarmError(error, 'PHONE_FILES_LOST')) throw error;
      const { serialNumber, adb } = this.#phone;
      this.#dependencies.logger.warn(
        { serialNumber },
        "the farm's files on a phone are gone, and are pushed again",
      );
      this.#ready.forget();
      await stageModels(adb, stagedModels(left), this.#signal);
      await this.#measure(task, built, circumstances);
    }
  }

  async #measure(
    task: RunTask,
    { model }: Extract<BuiltTask, { readonly model: unknown }>,
    circumstances: Writable<Partial<RunCircumstances>> & { startedAt: Date },
  ): Promise<void> {
    const { clock, runOverheadMs } = this.#dependencies;
    const { runId, scenario, delegateSettings } = task;
    const measurement = measurementOfAttempt(task);
    const prepared = await this.#ready.of(task, this.#signal);
    const before = await this.#memory.conditions.whenFit(prepared.cores?.cpus ?? [], this.#signal);
    const { delegateLibrary } = prepared;
    const ofDelegate = delegateLibrary === undefined ? {} : { delegateLibrary };
    const commands = toolCommands({
      ...prepared,
      modelPath: modelPath(runId),
      ...{ scenario, delegateSettings, measurement },
    });
    Object.assign(circumstances, {
      words: commands.words,
      conditions: { before, ...ofDelegate },
      modelSha256: model.sha256,
      benchmarkBinarySha256: prepared.binarySha256,
    });
    const deadlineMs = runDeadlineMs(measurement, runOverheadMs);
    const files = [prepared.toolPath, modelPath(runId)];
    const { result: executed, seen } = await this.#memory.conditions.during(
      (signal) => executeTool(this.#phone.adb, commands, { runId, files, deadlineMs, signal }),
      before,
      this.#signal,
    );
    const { result, profiled, toolMs } = executed;
    const finishedAt = new Date(clock.nowMs());
    const after = await this.#memory.conditions.current(this.#signal);
    const finished = this.#time.finished({
      ...circumstances,
      finishedAt,
      toolMs,
      output: result,
      ...(profiled === undefined ? {} : { profiledOutput: profiled }),
    });
    const snapshots = [before, ...seen, after];
    // A failure is judged at once, whoever shared the cores: what it says of the phone's files counts for the next run.
    const use = result.exitCode === 0 ? result.processorUse : undefined;
    this.#memory.sharedCores.add(use, prepared.cores?.cpus, (foreignCpuShare) => {
      const fairness = runConditions(snapshots, prepared.cores, this.#phone.coreClusters, foreignCpuShare);
      const shared = foreignCpuShare === undefined ? {} : { foreignCpuShare };
      const conditions = { before, during: seen, after, ...ofDelegate, ...shared };
      this.#conclusions.begin({
        task,
        graph: model.graph,
        circumstances: { ...finished, conditions },
        conditions: fairness,
        causeOf: (failure) => this.#causeOf(failure, task, model, finished),
      });
    });
  }

  async #causeOf(
    failure: FarmError,
    { runId }: RunTask,
    model: BuiltModel,
    { benchmarkBinarySha256 }: RunCircumstances,
  ): Promise<FarmError> {
    if (!mayBeOfDamagedFiles(failure) || benchmarkBinarySha256 === undefined) return failure;
    this.#ready.doubt();
    const files = new Map([
      [binaryPath(benchmarkBinarySha256), benchmarkBinarySha256],
      [modelPath(runId), model.sha256],
    ]);
    return await withItsCause(failure, this.#phone.adb, files, this.#signal);
  }

  async #untilDatabaseAnswers<Result>(work: () => Promise<Result>): Promise<Result> {
    return await untilDatabaseAnswers(work, { ...this.#dependencies, signal: this.#signal });
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
