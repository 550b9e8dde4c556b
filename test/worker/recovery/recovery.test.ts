import { describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/platform/index.js';
import { benchmarkToolErrors } from '../../../src/worker/benchmark-tool/errors.js';
import { workerErrors } from '../../../src/worker/errors.js';
import { hostErrors } from '../../../src/worker/hosts/errors.js';
import { climbLadder } from '../../../src/worker/recovery/ladder.js';
import type { Rung } from '../../../src/worker/recovery/ladder.js';
import {
  ailment,
  countsAgainstPhone,
  defaultQuarantinePolicy,
  healthScore,
  quarantineMs,
} from '../../../src/worker/recovery/quarantine.js';
import { tcpAddress } from '../../../src/worker/recovery/rungs.js';

const never = new AbortController().signal;

describe('climbLadder', () => {
  const climbing = (helpsAt: string, failsAt = '') => {
    const tried: string[] = [];
    const rung = (name: string): Rung => ({
      name,
      settleMs: 1,
      attempt: () => {
        tried.push(name);
        return name === failsAt ? Promise.reject(new Error('no')) : Promise.resolve();
      },
    });
    const answers = () => Promise.resolve(tried.at(-1) === helpsAt);
    const rungs = ['wait', 'reconnect', 'reboot'].map(rung);
    return {
      tried,
      climb: (signal = never) => climbLadder({ rungs, answers, logger: silentLogger() }, signal),
    };
  };

  it('goes no higher than it has to', async () => {
    const { tried, climb } = climbing('reconnect');
    expect(await climb()).toBe('reconnect');
    expect(tried).toEqual(['wait', 'reconnect']);
  });

  it('goes on after a step that fails', async () => {
    const { climb } = climbing('reboot', 'reconnect');
    expect(await climb()).toBe('reboot');
  });

  it('says so when nothing helps', async () => {
    const { tried, climb } = climbing('prayer');
    expect(await climb()).toBeUndefined();
    expect(tried).toHaveLength(3);
  });

  it('stops when the lease is lost: another may hold the phone', async () => {
    const { tried, climb } = climbing('reboot');
    await expect(climb(AbortSignal.abort(new Error('lost')))).rejects.toThrow('lost');
    expect(tried).toEqual([]);
  });
});

describe('quarantineMs', () => {
  it('lets a phone fail a little, then doubles its rest up to a limit', () => {
    const minutes = [1, 2, 3, 4, 5, 99].map((failures) => quarantineMs(failures, defaultQuarantinePolicy));
    expect(minutes).toEqual([undefined, undefined, 60_000, 120_000, 240_000, 3_600_000]);
  });
});

describe('countsAgainstPhone', () => {
  it('counts only what is blamed on a phone', () => {
    const everything = { ...workerErrors, ...hostErrors, ...benchmarkToolErrors };
    const counted = Object.entries(everything).filter(([code]) => countsAgainstPhone(code));
    expect(counted.length).toBeGreaterThan(5);
    expect(counted.filter(([, { blame }]) => blame !== 'phone')).toEqual([]);
  });

  it.each(['PHONE_NOT_FIT', 'LEASE_LOST', 'ADB_SERVER_LOST', 'ADB_ABORTED', 'BENCHMARK_CRASHED'])(
    'does not count %s',
    (code) => {
      expect(countsAgainstPhone(code)).toBe(false);
    },
  );
});

describe('tcpAddress', () => {
  it('takes the address out of the adb serial of a TCP phone, and finds none in a USB one', () => {
    expect(tcpAddress('192.168.0.7:5555')).toEqual({ host: '192.168.0.7', port: 5555 });
    expect(tcpAddress('9A221FFAZ004XY')).toBeUndefined();
  });
});

describe('the health of a phone', () => {
  it('is the share of its latest runs that did not fail by its fault, where there were enough', () => {
    expect(healthScore({ runs: 5, failures: { RUN_TIMEOUT: 5 } })).toBeUndefined();
    expect(healthScore({ runs: 20, failures: { RUN_TIMEOUT: 4, PHONE_LOST: 1 } })).toBe(0.75);
  });

  it('is bad from half of them on, and says which failures they were', () => {
    const failing = (count: number) => ({ runs: 10, failures: { PHONE_LOST: 1, RUN_TIMEOUT: count } });
    expect(ailment(failing(3), defaultQuarantinePolicy)).toBeUndefined();
    expect(ailment(failing(4), defaultQuarantinePolicy)).toBe(
      '5 of its latest 10 runs failed by its fault: RUN_TIMEOUT 4, PHONE_LOST 1',
    );
  });

  it('is not bad for models that crash the tool on every phone', () => {
    const crashing = { runs: 10, failures: { BENCHMARK_CRASHED: 9, PHONE_LOST: 1 } };
    expect(ailment(crashing, defaultQuarantinePolicy)).toBeUndefined();
  });
});
