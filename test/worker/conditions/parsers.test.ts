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
