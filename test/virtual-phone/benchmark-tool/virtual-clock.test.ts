import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phoneSlowdown } from '../../../src/virtual-phone/benchmark-tool/clock/phone-speed.js';
import {
  costOfReadingUs,
  virtualClock,
} from '../../../src/virtual-phone/benchmark-tool/clock/virtual-clock.js';

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
