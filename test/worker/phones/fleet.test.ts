import { fileURLToPath } from 'node:url';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { defaultFitnessThresholds } from '../../../src/worker/conditions/index.js';
import {
  completedIdentity,
  fleetEntry,
  limitsFor,
  powerCycleCommandFor,
  readFleet,
} from '../../../src/worker/phones/fleet.js';
import { defaultQuarantinePolicy } from '../../../src/worker/recovery/quarantine.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-fleet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fleetOf(text: string) {
  const file = join(folder, 'fleet.yaml');
  await writeFile(file, text);
  return await readFleet(file);
}

describe('the fleet file', () => {
  const shipped = fileURLToPath(new URL('../../../configs/fleet.yaml', import.meta.url));

  it('that comes with the program can be read', async () => {
    expect(await readFleet(shipped)).toEqual({ phones: [] });
  });

  it('that comes with the program shows an example that can be read', async () => {
    const [, ...example] = (await readFile(shipped, 'utf8'))
      .split('\n')
      .filter((line) => line.startsWith('#'));
    const { phones } = await fleetOf(example.map((line) => `${line.slice(2)}\n`).join(''));
    expect(phones).toMatchObject([{ labels: ['shelf-2'], coreClusters: [{}, {}, { cpus: [7] }] }]);
  });

  it("says how a phone's power is switched, or how that of all phones of the host is", async () => {
    const fleet = await fleetOf(
      'powerCycleCommand: [uhubctl, cycle]\nphones: [{ serialNumber: A1, powerCycleCommand: [relay, "7"] }]\n',
    );
    expect(powerCycleCommandFor(fleet, 'A1')).toEqual(['relay', '7']);
    expect(powerCycleCommandFor(fleet, 'B2')).toEqual(['uhubctl', 'cycle']);
  });

  it('sets thresholds for all phones of the host, those of a label over them, and those of a phone over both', async () => {
    const fleet = await fleetOf(
      [
        'thresholds: { maxDrift: 0.1, minBatteryPercent: 30 }',
        'labels: { hot-shelf: { thresholds: { maxBatteryTemperatureC: 40, minBatteryPercent: 50 } } }',
        'phones:',
        '  - { serialNumber: A1, labels: [hot-shelf], thresholds: { minBatteryPercent: 60, maxFailureShare: 0.2 } }',
        '  - { serialNumber: B2, labels: [hot-shelf, unknown] }',
      ].join('\n'),
    );
    const defaults = {
      fitness: defaultFitnessThresholds,
      quarantine: defaultQuarantinePolicy,
      maxDrift: 0.05,
    };
    const limits = (serialNumber: string) => limitsFor(fleet, serialNumber, defaults);
    const host = { ...defaults, maxDrift: 0.1, fitness: { ...defaults.fitness, minBatteryPercent: 30 } };
    const label = {
      ...host,
      fitness: { ...host.fitness, maxBatteryTemperatureC: 40, minBatteryPercent: 50 },
    };
    expect(limits('C3')).toEqual(host);
    expect(limits('B2')).toEqual(label);
    expect(limits('A1')).toEqual({
      ...label,
      fitness: { ...label.fitness, minBatteryPercent: 60 },
      quarantine: { ...defaults.quarantine, maxFailureShare: 0.2 },
    });
    await expect(fleetOf('thresholds: { maxDrift: -1, heat: 3 }\n')).rejects.toMatchObject({
      code: 'INVALID_FILE',
    });
  });

  it('takes no command that a shell would have to read', async () => {
    await expect(fleetOf('powerCycleCommand: uhubctl cycle\n')).rejects.toThrow(/powerCycleCommand/);
  });

  it('knows better what a phone does not tell', async () => {
    const fleet = await fleetOf(
      'phones:\n  - { serialNumber: A1, labels: [desk], socModel: SM8150, coreClusters: [{ name: large, cpus: [0], maxFrequencyKhz: 1 }] }\n',
    );
    const told = {
      serialNumber: 'A1',
      deviceModel: 'Pixel 4',
      manufacturer: 'Google',
      socModel: 'unknown',
      gpuModel: 'Adreno',
      abis: [],
      androidRelease: '10',
      sdkLevel: 29,
      buildFingerprint: 'f',
      coreClusters: [],
      unreadableCpus: [4],
      missingCommands: [],
      properties: new Map<string, string>(),
    };
    expect(completedIdentity(told, fleetEntry(fleet, 'A1'))).toMatchObject({
      socModel: 'SM8150',
      gpuModel: 'Adreno',
      coreClusters: [{ name: 'large' }],
      unreadableCpus: [],
    });
    expect(completedIdentity(told, fleetEntry(fleet, 'other'))).toEqual(told);
  });

  it.each([
    [
      'two phones of one serial',
      'phones:\n  - serialNumber: A1\n  - serialNumber: B2\n  - serialNumber: A1\n',
      4,
    ],
    ['a serial with shell characters', 'phones:\n  - serialNumber: "A1; reboot"\n', 2],
    ['an unknown field', 'phones:\n  - serialNumber: A1\n    colour: red\n', 3],
  ])('with %s is refused with its line', async (_what, text, line) => {
    await expect(fleetOf(text)).rejects.toMatchObject({
      code: 'INVALID_FILE',
      message: expect.stringContaining(`:${line}`) as string,
    });
  });
});
