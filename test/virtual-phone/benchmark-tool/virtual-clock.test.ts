import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cpuTime } from '../../../src/virtual-phone/benchmark-tool/clock/clock.js';
import { phoneSlowdown } from '../../../src/virtual-phone/benchmark-tool/clock/phone-speed.js';
import {
  costOfReadingUs,
  virtualClock,
} from '../../../src/virtual-phone/benchmark-tool/clock/virtual-clock.js';
import {
  machineSpeed,
  makeYardstick,
  yardstickUs,
} from '../../../src/virtual-phone/benchmark-tool/clock/yardstick.js';

/** A clock that moves by `stepUs` at each reading, besides what a test adds. */
function steppingClock(stepUs: number) {
  const clock = { us: 0, source: 'test', nowUs: () => (clock.us += stepUs) };
  return clock;
}

describe('the clock of the tool', () => {
  it('leaves out what reading it costs', () => {
    const raw = steppingClock(2);
    const clock = virtualClock(raw, () => 1, costOfReadingUs(raw));
    const before = clock.nowMs();
    raw.us += 500;
    expect((clock.nowMs() - before) * 1000).toBeCloseTo(500, 0);
  });

  it('runs as much faster as the phone is slower', () => {
    const raw = steppingClock(0);
    const clock = virtualClock(raw, () => 3, 0);
    const before = clock.nowMs();
    raw.us += 1000;
    expect(clock.nowMs() - before).toBe(3);
  });

  it('takes up a changed speed without a jump', () => {
    const raw = steppingClock(0);
    let slowdown = 1;
    const clock = virtualClock(raw, () => slowdown, 0);
    raw.us += 1000;
    slowdown = 2;
    clock.adjust();
    const before = clock.nowMs();
    expect(before).toBe(1);
    raw.us += 1000;
    expect(clock.nowMs()).toBe(3);
  });
});

describe('the yardstick', () => {
  const takes = (us: number, raw: { us: number }) => () => void (raw.us += us);

  it('tells how fast the machine is by what a fixed piece of work takes', () => {
    const raw = steppingClock(0);
    expect(machineSpeed(raw, takes(yardstickUs, raw))).toBe(1);
    expect(machineSpeed(raw, takes(2 * yardstickUs, raw))).toBe(0.5);
  });

  it('does not take an interruption for a slow machine', () => {
    const raw = steppingClock(0);
    const interruptionsUs = [5_000, 0];
    const yardstick = () => void (raw.us += yardstickUs + (interruptionsUs.shift() ?? 0));
    expect(machineSpeed(raw, yardstick)).toBe(1);
  });

  it('makes the same work take the same time on a machine that has become half as fast', () => {
    const raw = steppingClock(0);
    let pace = 1;
    const yardstick = () => void (raw.us += yardstickUs * pace);
    const clock = virtualClock(raw, () => machineSpeed(raw, yardstick), 0);
    const timeOfWorkMs = () => {
      clock.adjust();
      const before = clock.nowMs();
      raw.us += 1000 * pace;
      return clock.nowMs() - before;
    };
    expect(timeOfWorkMs()).toBeCloseTo(1);
    pace = 2;
    expect(timeOfWorkMs()).toBeCloseTo(1);
  });

  it('takes no time of the phone', () => {
    const raw = steppingClock(0);
    const clock = virtualClock(raw, () => machineSpeed(raw, takes(yardstickUs, raw)), 0);
    const before = clock.nowMs();
    clock.adjust();
    expect(clock.nowMs()).toBe(before);
  });

  it('is work that no compiler leaves out', () => {
    const yardstick = makeYardstick();
    const beginUs = cpuTime.nowUs();
    for (let time = 0; time < 200; time += 1) yardstick();
    // Eight million products: no core makes eight in a nanosecond, one after the other.
    expect(cpuTime.nowUs() - beginUs).toBeGreaterThan(1000);
  });
});

describe("the phone's speed", () => {
  let clockFile: string;
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clock-'));
    clockFile = join(directory, 'clock');
    writeFileSync(clockFile, '0 4\n1 4\n2 1.5\n');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is that of the fastest core that the process may use', () => {
    expect(phoneSlowdown({ clockFile, cpuList: undefined })).toBe(1.5);
    expect(phoneSlowdown({ clockFile, cpuList: '0-1' })).toBe(4);
    expect(phoneSlowdown({ clockFile, cpuList: '0,2' })).toBe(1.5);
  });

  it("is this machine's own outside a phone", () => {
    expect(phoneSlowdown({ clockFile: undefined, cpuList: undefined })).toBe(1);
  });
});
