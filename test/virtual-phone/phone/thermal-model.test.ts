import { describe, expect, it } from 'vitest';
import { ThermalModel } from '../../../src/virtual-phone/phone/thermal-model.js';

const profile = {
  ambientC: 25,
  heatingCPerBusySecond: 0.1,
  coolingHalfLifeSeconds: 100,
  processorRiseC: 10,
  throttling: [
    { fromC: 40, slowdown: 1.5, thermalStatus: 1 },
    { fromC: 45, slowdown: 2, thermalStatus: 3 },
  ],
};

describe('the heat of a phone', () => {
  it('halves the distance to the ambient temperature in the half-life while idle', () => {
    const model = new ThermalModel(profile, 45);
    model.advance(100, 0);
    expect(model.state.batteryC).toBeCloseTo(35);
    model.advance(100, 0);
    expect(model.state.batteryC).toBeCloseTo(30);
  });

  it('rises with work, the processor above the battery', () => {
    const model = new ThermalModel(profile, 25);
    model.advance(1, 1);
    expect(model.state.batteryC).toBeCloseTo(25.1);
    expect(model.state.processorC).toBeCloseTo(35.1);
  });

  it('cools the same in many steps as in one', () => {
    const once = new ThermalModel(profile, 50);
    const often = new ThermalModel(profile, 50);
    once.advance(60, 0);
    for (let second = 0; second < 60; second += 1) often.advance(1, 0);
    expect(often.state.batteryC).toBeCloseTo(once.state.batteryC);
  });

  it('throttles by the highest step that it has reached, and no longer when it has cooled', () => {
    const model = new ThermalModel(profile, 46);
    expect(model.state).toMatchObject({ slowdown: 2, thermalStatus: 3 });
    model.heatTo(41);
    expect(model.state).toMatchObject({ slowdown: 1.5, thermalStatus: 1 });
    model.heatTo(39);
    expect(model.state).toMatchObject({ slowdown: 1, thermalStatus: 0 });
  });
});
