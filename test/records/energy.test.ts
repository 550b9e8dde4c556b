import { describe, expect, it } from 'vitest';

import { energyPerInference } from '../../src/records/energy.js';

const reading = (currentUa: number, powered = false) => ({
  battery: { powered },
  supply: { currentUa, voltageUv: 4_000_000 },
});

describe('the energy of an inference', () => {
  it('is the mean power times its mean time, with the standard error of the readings, whatever the sign of the current', () => {
    const during = [reading(-500_000), reading(-600_000), reading(-400_000), reading(-500_000)];
    const energy = energyPerInference({ during }, 20_000);
    expect(energy).toMatchObject({ samples: 4, meanPowerMw: 2_000, energyMj: 40 });
    expect(energy?.uncertaintyMj).toBeCloseTo((Math.sqrt((2 * 400 ** 2) / 3 / 4) * 20_000) / 1e6, 9);
    const positive = during.map(({ supply }) => reading(-supply.currentUa));
    expect(energyPerInference({ during: positive }, 20_000)).toEqual(energy);
  });

  it.each<[string, unknown]>([
    ['was charged', [reading(1, true), reading(2, true), reading(3, true)]],
    [
      'was plugged in on the way',
      [reading(-500_000), reading(-500_000), reading(-500_000), reading(-500_000, true)],
    ],
    ['was looked at too seldom', [reading(-500_000), reading(-500_000)]],
    [
      'tells no current',
      [1, 2, 3].map(() => ({ battery: { powered: false }, supply: { voltageUv: 4_000_000 } })),
    ],
    ['does not say whether it is charged', [1, 2, 3].map(() => ({ supply: reading(-500_000).supply }))],
    ['counts in milliamperes', [reading(-500), reading(-600), reading(-500)]],
  ])('is unknown where the phone %s', (_, during) => {
    expect(energyPerInference({ during }, 20_000)).toBeUndefined();
  });

  it('is unknown without conditions or without a latency', () => {
    expect(energyPerInference(null, 20_000)).toBeUndefined();
    expect(energyPerInference({ during: [reading(-1), reading(-1), reading(-1)] }, null)).toBeUndefined();
  });
});
