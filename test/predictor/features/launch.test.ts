import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { convolutionLaunch } from '../../../src/predictor/features/launch/convolution-launch.js';
import { launchRules, type LaunchRule } from '../../../src/predictor/features/launch/launch-rule.js';
import { reductionSteps } from '../../../src/predictor/features/launch/plain-features.js';
import {
  convolutionWorkGroup,
  launchOf,
  plainWorkGroup,
} from '../../../src/predictor/features/launch/work-group.js';

const adreno640: LaunchRule = { vendor: 'adreno', parallelThreads: 256 };
const powervr: LaunchRule = { vendor: 'powervr' };
const maliG76: LaunchRule = { vendor: 'mali', thresholds: [3072, 18_432, 49_152] };
const sizes = { outputSide: 7, outputSlices: 40, window: 1, groups: 1 };

const everyRule = launchRules.flatMap(({ typical, others }) => [typical, ...others]);
const anyRule = fc.constantFrom(...everyRule);
const anySizes = fc.record({
  outputSide: fc.integer({ min: 1, max: 300 }),
  outputSlices: fc.integer({ min: 1, max: 600 }),
  window: fc.constantFrom(1, 3, 5, 7),
  groups: fc.constantFrom(1, 2, 8),
});

describe('the launch of a convolution', () => {
  it('leaves most of each wave empty on an Adreno when the slices have no divisor', () => {
    const launch = convolutionLaunch(adreno640, { ...sizes, outputSlices: 358 });
    expect(launch.block).toEqual({ x: 2, y: 2, z: 2 });
    expect(launch.groupThreads).toBe(8);
    expect(launch.lanes).toBe(2 * 179 * 128);
  });

  it.each([
    { outputSlices: 31, block: { x: 1, y: 1, z: 1 } },
    { outputSlices: 62, block: { x: 2, y: 1, z: 1 } },
    { outputSlices: 125, block: { x: 2, y: 1, z: 2 } },
    { outputSlices: 126, block: { x: 2, y: 2, z: 2 } },
  ])(
    'computes blocks of $block for $outputSlices slices of 7×7 on an Adreno 640',
    ({ outputSlices, block }) => {
      expect(convolutionLaunch(adreno640, { ...sizes, outputSlices }).block).toEqual(block);
    },
  );

  it.each([
    { outputSide: 7, outputSlices: 62, window: 1, block: { x: 1, y: 1, z: 1 } },
    { outputSide: 14, outputSlices: 64, window: 1, block: { x: 2, y: 1, z: 1 } },
    { outputSide: 28, outputSlices: 32, window: 1, block: { x: 2, y: 1, z: 2 } },
    { outputSide: 56, outputSlices: 16, window: 1, block: { x: 2, y: 2, z: 2 } },
    { outputSide: 56, outputSlices: 16, window: 3, block: { x: 2, y: 1, z: 2 } },
    { outputSide: 150, outputSlices: 3, window: 1, block: { x: 2, y: 2, z: 1 } },
  ])('computes blocks of $block for $outputSide² × $outputSlices on a Mali', ({ block, ...rest }) => {
    expect(convolutionLaunch(maliG76, { ...sizes, ...rest }).block).toEqual(block);
  });

  it('puts pixels in lines of 32 threads on a PowerVR', () => {
    const launch = convolutionLaunch(powervr, sizes);
    expect(launch).toMatchObject({ block: { x: 2, y: 1, z: 4 }, groupThreads: 32, lanes: 32 * 10 });
  });

  it('keeps a block inside its group of channels', () => {
    const launch = convolutionLaunch(powervr, { ...sizes, outputSlices: 42, groups: 7 });
    expect(launch.block).toEqual({ x: 2, y: 1, z: 2 });
  });

  it('computes every output, in whole waves and groups of at most 256 threads', () => {
    fc.assert(
      fc.property(anyRule, anySizes, (rule, drawn) => {
        const { block, lanes, groupThreads, workGroups } = convolutionLaunch(rule, drawn);
        const outputs = drawn.outputSide ** 2 * drawn.outputSlices;
        expect(lanes * block.x * block.y * block.z).toBeGreaterThanOrEqual(outputs);
        expect(lanes).toBeGreaterThanOrEqual(workGroups * groupThreads);
        expect(groupThreads).toBeLessThanOrEqual(256);
        expect(groupThreads).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('work groups', () => {
  it('are those of the delegate', () => {
    expect(plainWorkGroup({ x: 56, y: 56, z: 16 })).toEqual({ x: 28, y: 1, z: 8 });
    expect(plainWorkGroup({ x: 7, y: 7, z: 3 })).toEqual({ x: 4, y: 7, z: 3 });
    expect(convolutionWorkGroup({ x: 14, y: 14, z: 24 }, 64)).toEqual({ x: 10, y: 1, z: 24 });
    expect(convolutionWorkGroup({ x: 4, y: 4, z: 20 }, 16)).toEqual({ x: 4, y: 2, z: 10 });
  });

  it('fill up their last wave', () => {
    expect(launchOf({ x: 10, y: 1, z: 1 }, { x: 4, y: 1, z: 1 }, 32)).toEqual({
      workGroups: 3,
      groupThreads: 4,
      lanes: 96,
    });
  });
});

describe('the turns of a reduction', () => {
  it.each([
    { side: 7, most: 256, turns: 49 },
    { side: 14, most: 256, turns: 4 },
    { side: 56, most: 256, turns: 14 },
    { side: 56, most: 64, turns: 56 },
    { side: 1, most: 64, turns: 1 },
  ])('are $turns for a map of $side × $side and $most threads', ({ side, most, turns }) => {
    expect(reductionSteps(side, most)).toBe(turns);
  });
});
