import { beforeEach, describe, expect, it, vi } from 'vitest';

import { graphOfConfigurations } from '../../../../src/graph/index.js';
import { silentLogger } from '../../../../src/platform/index.js';
import { workerError } from '../../../../src/worker/errors.js';
import type { RunCircumstances } from '../../../../src/worker/runs/results/run-result.js';
import { Conclusions } from '../../../../src/worker/runs/session/conclusions.js';
import type { ConclusionDependencies, MeasuredRun } from '../../../../src/worker/runs/session/conclusions.js';
import type { RunTask } from '../../../../src/worker/runs/session/load-tasks.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { convolutionSample } from '../../../support/worker-records.js';
import { profileText, toolOutput } from '../../benchmark-tool/support/tool-output.js';

const lease = { phoneId: 'p', token: 7n, holder: 'h' };
const sample = convolutionSample();
const graph = graphOfConfigurations(sample.kind === 'operations' ? sample.configurations : []);
const task: RunTask = {
  ...{ runId: 'r', campaignId: 'c', sampleName: 's', sample, scenarioKey: '1large-t1-float32-builtin-2.15' },
  scenario: {
    coreSet: '1large',
    threads: 1,
    precision: 'float32',
    delegate: 'builtin',
    runtimeVersion: '2.15',
  },
  delegateSettings: { partial: 'refuse' },
  measurement: { warmupRuns: 1, runs: 10, minSeconds: 0, maxSeconds: 10 },
  attempts: 0,
  lastVerdict: undefined,
};
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

const circumstances = (stdout?: string): RunCircumstances => ({
  ...{ phoneId: 'p', startedAt: new Date(0), finishedAt: new Date(1), phoneBusyMs: 1 },
  ...(stdout === undefined
    ? {}
    : { output: { exitCode: 0, stdout: Buffer.from(stdout), stderr: Buffer.from('') } }),
});
const wholeOutput = toolOutput({
  inferenceUs: 100,
  profile: profileText([['CONV_2D', '[output]:0', 100]]),
});
const measured = (changes: Partial<MeasuredRun> = {}): MeasuredRun => ({
  ...{ task, graph, conditions: {}, causeOf: (failure) => Promise.resolve(failure) },
  circumstances: circumstances(wholeOutput),
  ...changes,
});

describe('what becomes of runs that were measured', () => {
  const runs = { fail: vi.fn(), finish: vi.fn(), storedEnd: vi.fn(), supersede: vi.fn() };
  const leases = { revive: vi.fn() };
  let clock: ManualClock;
  let conclusions: Conclusions;

  beforeEach(() => {
    for (const mock of [...Object.values(runs), leases.revive]) mock.mockReset();
    runs.finish.mockResolvedValue('stored');
    clock = new ManualClock();
    const dependencies: ConclusionDependencies = {
      ...{ clock, runs, leases, logger: silentLogger(), verdicts: {}, leaseDurationMs: 30_000 },
      ...{ maxAttempts: 3, maxMeasurements: 3, abandon: new AbortController().signal },
    };
    conclusions = new Conclusions(dependencies, { gpuModel: undefined }, { lease });
    conclusions.open.add('r');
  });
  const counts = () => {
    const { done, failed, phoneFailures, open, lost } = conclusions;
    return { done, failed, phoneFailures, open: [...open], lost: lost?.code };
  };
  const nothing = { done: 0, failed: 0, phoneFailures: 0, open: ['r'], lost: undefined };
  const concluded = async (changes?: Partial<MeasuredRun>) => {
    conclusions.begin(measured(changes));
    await conclusions.settled();
    return counts();
  };

  it('is a result, which ends the run', async () => {
    expect(await concluded()).toEqual({ ...nothing, done: 1, open: [] });
    const budget = { attempts: 1, maxMeasurements: 3 };
    const verdict = expect.objectContaining({ verdict: 'ok' }) as unknown;
    expect(runs.finish).toHaveBeenCalledWith(lease, 'r', expect.anything(), verdict, budget);
  });

  it('is another measurement where the conditions were bad, until the budget is spent', async () => {
    const hot = { conditions: { thermalStatus: 3 } };
    expect(await concluded(hot)).toEqual(nothing);
    expect(runs.supersede).toHaveBeenCalledOnce();
    expect(await concluded({ ...hot, task: { ...task, attempts: 2 } })).toMatchObject({ done: 1, open: [] });
  });

  it('is another measurement where repetitions contradict it', async () => {
    runs.finish.mockResolvedValue('measured-again');
    expect(await concluded()).toEqual(nothing);
  });

  it('is a failure where the output says so, with the reason behind it', async () => {
    const cause = workerError('PUSH_CORRUPTED', 'the bytes are others');
    const outcome = await concluded({
      circumstances: circumstances('garbage'),
      causeOf: () => Promise.resolve(cause),
    });
    expect(outcome).toMatchObject({ failed: 0, phoneFailures: 1, open: ['r'] });
    expect(runs.fail).toHaveBeenCalledWith(lease, 'r', expect.anything(), cause, false, undefined);
  });

  it('is the end of a run whose last attempt failed, and of one that no other attempt may save', async () => {
    await conclusions.fail({ ...task, attempts: 2 }, circumstances(), workerError('RUN_TIMEOUT', 'hung'));
    expect(counts()).toMatchObject({ failed: 1, open: [] });
    conclusions.open.add('r');
    await conclusions.fail(task, circumstances(), workerError('MODEL_UNBUILDABLE', 'no graph'));
    expect(counts()).toMatchObject({ failed: 2, phoneFailures: 1, open: [] });
  });

  it('is nothing where neither the phone nor the model ended it: the attempt does not count', async () => {
    const unfit = workerError('PHONE_NOT_FIT', 'hot');
    await conclusions.fail({ ...task, attempts: 2 }, circumstances(), unfit);
    expect(counts()).toEqual(nothing);
    expect(runs.fail).toHaveBeenCalledWith(lease, 'r', expect.anything(), unfit, false, 2);
  });

  it('is written by nobody who has lost the lease', async () => {
    const lost = workerError('LEASE_LOST', 'another worker has it');
    await expect(conclusions.fail(task, circumstances(), lost)).rejects.toBe(lost);
    expect(runs.fail).not.toHaveBeenCalled();
    runs.finish.mockRejectedValue(lost);
    expect(await concluded()).toEqual({ ...nothing, lost: 'LEASE_LOST' });
  });

  describe('while the database is away', () => {
    const concludedLater = async () => {
      runs.finish.mockRejectedValueOnce(away);
      conclusions.begin(measured());
      await vi.waitFor(() => expect(clock.sleeperCount).toBe(1));
      expect(counts()).toEqual(nothing);
      clock.advance(clock.nextWakeInMs ?? 0);
      await conclusions.settled();
      return counts();
    };

    it('is kept, and stored under the lease that is taken up again', async () => {
      expect(await concludedLater()).toEqual({ ...nothing, done: 1, open: [] });
      expect(leases.revive).toHaveBeenCalledWith(lease, 30_000);
      expect(runs.finish).toHaveBeenCalledTimes(2);
    });

    it('is not stored twice where the connection broke after the database had done its part', async () => {
      runs.storedEnd.mockResolvedValue('DONE');
      expect(await concludedLater()).toMatchObject({ done: 1, open: [] });
      expect(runs.finish).toHaveBeenCalledOnce();
    });

    it('is given up where somebody else has held the phone since', async () => {
      leases.revive.mockRejectedValue(workerError('LEASE_LOST', 'another worker had it'));
      expect(await concludedLater()).toEqual({ ...nothing, lost: 'LEASE_LOST' });
    });
  });
});
