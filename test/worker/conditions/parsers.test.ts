import { describe, expect, it } from 'vitest';

import { parseBattery } from '../../../src/worker/conditions/battery.js';
import { sectionedCommand, splitSections } from '../../../src/worker/conditions/sections.js';
import { parseSnapshot } from '../../../src/worker/conditions/snapshot.js';
import { parseThermal } from '../../../src/worker/conditions/thermal.js';

const batteryDump = `Current Battery Service state:
  AC powered: false
  USB powered: true
  Wireless powered: false
  Max charging current: 500000
  status: 2
  health: 2
  present: true
  level: 43
  scale: 50
  voltage: 4130
  temperature: 287
  technology: Li-ion
`;

describe('parseBattery', () => {
  it('reads level by scale, tenths of degrees, and any kind of power', () => {
    expect(parseBattery(batteryDump)).toEqual({ levelPercent: 86, temperatureC: 28.7, powered: true });
  });

  it('marks values that were set by hand', () => {
    const faked = `Current Battery Service state:\n  (UPDATES STOPPED -- use 'reset' to restart)\n  level: 100\n`;
    expect(parseBattery(faked)).toEqual({ levelPercent: 100, faked: true });
  });

  it('takes nothing for a level or a temperature that a board without a battery prints', () => {
    const board =
      'Current Battery Service state:\n  AC powered: true\n  present: false\n  level: 0\n  temperature: 0\n';
    expect(parseBattery(board)).toEqual({ powered: true });
  });

  it('says nothing where the phone says nothing', () => {
    expect(parseBattery("Can't find service: battery")).toEqual({});
  });
});

const thermalDump = `IsStatusOverride: false
ThermalEventListeners:
Thermal Status: 2
Cached temperatures:
	Temperature{mValue=99.9, mType=3, mName=skin, mStatus=0}
HAL Ready: true
Current temperatures from HAL:
	Temperature{mValue=35.6, mType=0, mName=AP, mStatus=0}
	Temperature{mValue=0.0, mType=1, mName=GPU, mStatus=0}
	Temperature{mValue=-99.9, mType=9, mName=NPU, mStatus=0}
	Temperature{mValue=31.5, mType=3, mName=skin, mStatus=0}
Current cooling devices from HAL:
	CoolingDevice{mValue=0, mType=2, mName=cpu}
`;

describe('parseThermal', () => {
  it('takes the current temperatures, not the cached ones, and drops sensors that have nothing to say', () => {
    expect(parseThermal(thermalDump)).toEqual({
      status: 2,
      temperatures: [
        { sensor: 'AP', type: 0, temperatureC: 35.6 },
        { sensor: 'skin', type: 3, temperatureC: 31.5 },
      ],
    });
  });

  it('says nothing on a phone without the service', () => {
    expect(parseThermal("Can't find service: thermalservice")).toEqual({ temperatures: [] });
  });
});

describe('sections', () => {
  it('are told apart whatever a command prints, and are empty for one that printed nothing', () => {
    const commands = { first: 'a', second: 'b', third: 'c' };
    const command = sectionedCommand(commands);
    const marks = [...command.matchAll(/echo (\S+)/g)].map((match) => match[1]);
    const output = `${marks[0]}\r\none\r\ntwo\r\n${marks[1]}\n${marks[2]}\nlast`;
    expect(splitSections(commands, output)).toEqual({ first: 'one\ntwo\n', second: '', third: 'last' });
  });
});

describe('parseSnapshot', () => {
  it('leaves out what a phone does not tell', () => {
    expect(parseSnapshot('')).toEqual({
      battery: {},
      thermal: { temperatures: [] },
      clocks: [],
      onlineCpus: [],
      bootCompleted: false,
    });
  });
});

describe('parseSnapshot of what cannot be read', () => {
  const section = (name: string, text: string) => `@latency-farm:${name}\n${text}\n`;

  it('leaves a clock unknown that cannot be read, whatever its neighbours tell', () => {
    const clocks = '/x/cpufreq/policy0|||300000|\n/x/cpufreq/policy4|schedutil|900000|300000|2400000';
    expect(parseSnapshot(section('clocks', clocks)).clocks).toEqual([
      { policy: 'policy0', minKhz: 300_000 },
      { policy: 'policy4', governor: 'schedutil', currentKhz: 900_000, minKhz: 300_000, maxKhz: 2_400_000 },
    ]);
  });

  it('names the services that did not answer in time', () => {
    const hung = "*** SERVICE 'thermalservice' DUMP TIMEOUT (2000ms) EXPIRED ***";
    const snapshot = parseSnapshot(section('battery', '  level: 50') + section('thermal', hung));
    expect([snapshot.silentServices, snapshot.thermal, snapshot.battery.levelPercent]).toEqual([
      ['thermalservice'],
      { temperatures: [] },
      50,
    ]);
  });

  it("counts the farm's own files as free, which give way", () => {
    const df = 'Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/x 320000 150000 170000 47% /data';
    const snapshot = parseSnapshot(section('space', df) + section('own', '150000\t/data/local/tmp/farm'));
    expect(snapshot.freeSpaceKb).toBe(320_000);
  });
});
